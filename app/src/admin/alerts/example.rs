//! How another program is told where to send.

use domain::alert::Kind;
use leptos::prelude::*;

use crate::admin::people::link_card::LinkCard;
use crate::words::words;

/// The token if it was made a moment ago, the address, and an example that can be copied.
#[component]
pub fn Address(kind: Kind, base_url: String, token: Option<String>) -> impl IntoView {
    let w = &words().admin().alerts;
    let shown = token.clone().unwrap_or_else(|| "TOKEN".to_owned());
    let hidden = token.is_none().then(|| view! { <p class="soft">{w.address_hidden}</p> });
    view! {
        <section class="card stack" aria-labelledby="address">
            <header><h2 id="address">{w.address}</h2></header>
            {token.map(|link| view! { <LinkCard link said=(w.token_title, w.token_lead, w.token) /> })}
            <p class="soft">{w.address_lead}</p>
            {hidden}
            <p>{(w.example)(kind)}</p>
            <div class="prose"><pre tabindex="0"><code>{example(kind, &base_url, &shown)}</code></pre></div>
        </section>
    }
}

/// What is written there, or typed.
fn example(kind: Kind, base: &str, token: &str) -> String {
    match kind {
        Kind::Alertmanager => format!(
            "route:\n  receiver: opsbeat\nreceivers:\n  - name: opsbeat\n    webhook_configs:\n      - url: {base}/hooks/alertmanager/{token}\n        send_resolved: true"
        ),
        Kind::Events => format!(
            "curl -H 'content-type: application/json' {base}/hooks/events/v2/enqueue -d '{{\n  \"routing_key\": \"{token}\",\n  \"event_action\": \"trigger\",\n  \"dedup_key\": \"db1/disk\",\n  \"payload\": {{ \"summary\": \"Disk of db1 is full\", \"source\": \"db1\", \"severity\": \"critical\" }}\n}}'"
        ),
        Kind::Heartbeat => format!("curl --retry 3 {base}/hooks/heartbeat/{token}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_names_the_address_and_the_token() {
        for &kind in Kind::ALL {
            let text = example(kind, "https://desk.example", "t0ken");
            assert!(text.contains("https://desk.example/hooks/") && text.contains("t0ken"), "{text}");
        }
    }
}
