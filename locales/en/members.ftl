### Who belongs, and what each role may do.

role-untrusted = Untrusted
role-viewer = Viewer
role-normal = Normal
role-assigner = Assigner
role-recruiter = Recruiter
role-assistant-admin = Assistant admin
role-admin = Admin
role-primary = Primary
role-untrusted-about = Sees only the tasks assigned to them
role-viewer-about = Sees everything, joins the discussion and suggests
role-normal-about = Takes tasks that want help, works on them and splits them
role-assigner-about = Assigns tasks to people and hands them over to other pursuances
role-recruiter-about = Invites people
role-assistant-admin-about = Adds, edits and orders the tasks, bans and unbans members
role-admin-about = Sets roles below their own, and the settings
role-primary-about = Is responsible for the pursuance, and can pass it on or close it

members-title = Members of { $name }
members-people = People
members-search = Name of a member
members-role = Role
members-any-role = Any role
members-asks = { $who } asks to join.
members-let-in = Let them in
members-say-no = Decline
members-since = Here since { $day }
members-role-of = Role of { $name }
members-change = Change
members-more = More members
members-roles = What each role may do
members-roles-about = Every role includes those above it.
members-yours = Yours
leave-title = Leave { $name }
leave-about = You stop being a member of { $name } and no longer see what is for members only. Your texts stay. You can join again like anybody else.
leave-button = Leave
leave-primary = You are responsible for this pursuance. Make somebody else Primary first; then you can leave.
transfer-title = Make { $who } the Primary of { $name }?
transfer-about = { $who } is then responsible for { $name } and can pass it on or close it. You become an Admin. You cannot undo this; only { $who } can give it back.
transfer-button = Make { $who } the Primary
transfer-keep = Keep it as it is

## Said once, after a form

notice-asks-no-more = Your request to join is withdrawn.
notice-left = You have left. You can still read what is public.
notice-role-set = They have the new role.
notice-passed-on = They are the Primary now, and you are an Admin.
notice-let-in = They are a member now.
notice-not-let-in = The request is declined.
