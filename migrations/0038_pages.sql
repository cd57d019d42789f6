-- Every page asks whether anybody runs the instance, who could close registration.
create index account_operator on account (actor) where operator;
