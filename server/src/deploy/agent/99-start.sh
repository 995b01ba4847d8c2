
main "$@"
