## What is pushed

push-title = On this device
push-about = What comes to your inbox can also be shown on your device while no page is open here. Nothing is shown in your quiet hours but what is urgent, and nothing while you are away. The message is encrypted to your browser; the service that brings it cannot read it.
push-this = This browser
push-since = Since { $since }.
push-end = Stop notices there
push-start = Show notices in this browser
push-needs-script = This needs JavaScript in your browser. Everything else on this page works without it, and everything is in your inbox.
push-unable = This browser cannot show notices of websites. On an iPhone or iPad, put this site on the home screen first.
push-denied = Your browser does not let this site show notices. You can allow it in the settings of the browser, beside the address of the site.
push-failed = That did not work: the browser did not reach its push service. Try again later, or with another browser.
notice-push-on = From now on notices are shown in this browser.
notice-push-off = Nothing more is shown there.
