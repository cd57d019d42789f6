//! People in a pursuance: what each may do is a matter of their role.

pub mod role;
