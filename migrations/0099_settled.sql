-- The unread notices of questions that several people are asked: whoever answers one has answered it for all.
create index notice_question_unread on notice (pursuance) where kind in ('join_request', 'suggestion', 'offer', 'invitation') and read_at is null;
