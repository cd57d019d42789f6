### Who belongs, and what each role may do.

role-untrusted = Untrusted
role-viewer = Viewer
role-normal = Normal
role-assigner = Assigner
role-recruiter = Recruiter
role-assistant-admin = Assistant admin
role-admin = Admin
role-primary = Primary
role-untrusted-about = Sees the tasks given to them, and nothing else that is for members only
role-viewer-about = Sees everything, joins the discussion and suggests
role-normal-about = Takes tasks that want help, works on them and splits them
role-assigner-about = Gives tasks to people and hands them over to other pursuances
role-recruiter-about = Invites people
role-assistant-admin-about = Writes and arranges the tasks, bans and unbans
role-admin-about = Sets roles below their own, and the settings
role-primary-about = Answers for the pursuance, and can pass it on or close it

members-title = Members of { $name }
members-people = People
members-asks = { $who } asks to join.
members-let-in = Let them in
members-say-no = Say no
members-since = Here since { $day }
members-role-of = Role of { $name }
members-change = Change
members-more = More members
members-roles = What each role may do
members-roles-about = Every role includes those above it.
members-yours = Yours
leave-title = Leave { $name }
leave-about = You stop being a member of { $name } and no longer see what is for members only. What you wrote stays. You can come back like anybody else.
leave-button = Leave
leave-primary = You answer for this pursuance. Make somebody else Primary first; then you can leave.
