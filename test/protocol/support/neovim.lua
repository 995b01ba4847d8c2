-- What is done in a Neovim that has read the configuration in docs/editors.md: opens a spec with mistakes, and writes
-- what came of it as JSON into the file that is named last.
local spec, answers = os.getenv('ROUTER_SPEC_FILE'), os.getenv('ROUTER_SPEC_ANSWERS')
local LIMIT = 30000

-- `vim.lsp.start` came with 0.8, which also says that it tells its settings when asked; 0.7 does that as well.
vim.lsp.start = vim.lsp.start or function(config)
  config.capabilities = vim.lsp.protocol.make_client_capabilities()
  config.capabilities.workspace.configuration = true
  vim.lsp.buf_attach_client(0, vim.lsp.start_client(config))
end
dofile(os.getenv('ROUTER_SPEC_CONFIGURATION'))

local function ask(method, params)
  params.textDocument = vim.lsp.util.make_text_document_params(0)
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, LIMIT) or {}) do
    return answer.result
  end
end

local function diagnostics(count)
  vim.wait(LIMIT, function()
    return #vim.diagnostic.get(0) == count
  end, 20)
  return vim.tbl_map(function(each)
    return { code = each.code, line = each.lnum, column = each.col, message = each.message }
  end, vim.diagnostic.get(0))
end

local ok, found = pcall(function()
  vim.cmd('edit ' .. vim.fn.fnameescape(spec))
  local before = diagnostics(2)
  local line = vim.fn.search('port: 5500') - 1
  local at = { line = line, character = vim.fn.getline(line + 1):find('5500') - 1 }
  local hover = ask('textDocument/hover', { position = at })
  local actions = ask('textDocument/codeAction', { range = { start = at, ['end'] = at }, context = { diagnostics = {} } })
  local fix = vim.tbl_filter(function(action)
    return action.isPreferred
  end, actions)[1]
  vim.lsp.util.apply_workspace_edit(fix.edit, 'utf-16')
  local after = diagnostics(1)
  local edits = ask('textDocument/formatting', { options = { tabSize = 2, insertSpaces = true } })
  vim.lsp.util.apply_text_edits(edits, 0, 'utf-16')
  return {
    before = before,
    after = after,
    hover = hover.contents.value,
    text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n') .. '\n',
  }
end)
local file = assert(io.open(answers, 'w'))
file:write(vim.fn.json_encode(ok and found or { failed = tostring(found) }))
file:close()
vim.cmd('qall!')
