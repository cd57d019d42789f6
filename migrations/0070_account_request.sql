-- Requests for an account, where operators let people in. No verifier is kept before a yes, and the words go with the answer.
create table account_request (
  id {text} primary key,
  name {text} not null,
  -- The name as names are compared, while it is kept for them: not after a no.
  folded {text} unique,
  words {text} not null,
  secret_hash {text} not null unique,
  asked bigint not null,
  answered bigint,
  let_in boolean not null,
  -- The row, its page and the name that is kept end then.
  until bigint not null
);
