//! Push: the browsers to which notices are also sent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::BROWSER;
use crate::id::{PushId, SessionId};
use crate::value::{Label, PushEndpoint, PushKey, PushSecret};

inputs! {
    /// Has your notices pushed to the browser that you are signed in with, for as long as you are.
    SubscribePush {
        /// The session of the browser, with which it ends.
        session: SessionId,
        /// Where its push service takes messages for it.
        endpoint: PushEndpoint,
        p256dh: PushKey,
        auth: PushSecret,
        /// A name for the person whose it is.
        name: Label,
    }
    /// Pushes nothing more to a browser of yours.
    #[schemars(example = json!({ "browser": BROWSER }))]
    UnsubscribePush {
        /// Its id.
        browser: PushId,
    }
}
