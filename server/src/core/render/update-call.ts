/** The call by which the provider of a fixed address is told of the near end: a configuration file of curl. */
export const UPDATE_PATH = '/etc/router-spec/update.conf';
