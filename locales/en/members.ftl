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
