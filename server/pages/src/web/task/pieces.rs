//! The pieces of a task's page: each is rendered by a function of its own. As one function, the page would take the
//! compiler a quarter of all the time that it checks this crate for, because that grows with the square of its length.
//!
//! A piece dereferences to the page, so that its template uses the page's fields directly.

use std::ops::Deref;

use askama::Template;

use super::ended::EndedShown;
use super::main_button::Main;
use super::page::TaskPage;
use crate::web::cards::rows::RowHint;
use crate::web::delegation::between::Between;
use crate::web::delegation::delegate::Incoming;
use crate::web::delegation::origin::Outgoing;
use crate::web::delegation::view::DelegationView;
use crate::web::frame::links;

/// `function => Type, "template"`, and after a colon the name of one more thing that a piece is about, and its type.
macro_rules! pieces {
    ($($function:ident $(($more:ident: $Of:ty))? => $Piece:ident, $template:tt;)+) => {$(
        #[derive(Template)]
        #[template(path = $template)]
        pub(super) struct $Piece<'a> {
            page: &'a TaskPage,
            $($more: &'a $Of,)?
        }

        pub(super) fn $function<'a>(page: &'a TaskPage $(, $more: &'a $Of)?) -> $Piece<'a> {
            $Piece { page $(, $more)? }
        }

        impl Deref for $Piece<'_> {
            type Target = TaskPage;

            fn deref(&self) -> &TaskPage {
                self.page
            }
        }
    )+};
}

pieces! {
    private => PrivatePiece, "task/private.html";
    private_step => PrivateStepPiece, "task/private_step.html";
    private_in_place => PrivateInPlacePiece, "task/private_in_place.html";
    private_talk => PrivateTalkPiece, "task/private_talk.html";
    head => HeadPiece, "task/head.html";
    away => AwayPiece, "task/away.html";
    way_in => WayInPiece, "task/way_in.html";
    step => StepPiece, "task/step.html";
    ended(end: EndedShown<'a>) => EndedPiece, "task/ended.html";
    subtasks => SubtasksPiece, "task/subtasks.html";
    dependencies => DependenciesPiece, "task/dependencies.html";
    facts => FactsPiece, "task/facts.html";
    clock => ClockPiece, "task/clock.html";
    heir => HeirPiece, "task/heir.html";
    files => FilesPiece, "task/files.html";
    discussion => DiscussionPiece, "task/discussion.html";
    history => HistoryPiece, "task/history.html";
    review(out: Outgoing) => ReviewPiece, "delegation/review.html";
    outgoing(out: Outgoing) => OutgoingPiece, "delegation/outgoing.html";
    mirror(mirror: Incoming) => MirrorPiece, "delegation/mirror.html";
    progress(mirror: Incoming) => ProgressPiece, "delegation/progress.html";
    between(d: DelegationView) => BetweenPiece, "delegation/between.html";
    asked(mirror: Incoming) => AskedPiece, "delegation/asked.html";
}
