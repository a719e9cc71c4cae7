//! What waits for teams' gateways goes there: one request for each attempt, signed where the team keeps a secret.

use secrecy::SecretString;
use serde_json::json;
use store::on_call::{self, Call};
use store::{Error, Store};

use crate::ping::{Address, Unheard};

/// Attempts taken at once: few enough that the slowest gateway is done with them before somebody else takes them.
const BATCH: u64 = 8;

/// Hands over what is due until nothing is, or until it is told to stop; says how many were taken by a gateway.
///
/// # Errors
/// The database's. What a gateway refuses is noted with the attempt and is no error here.
pub async fn round(store: &Store, base_url: &str, stop: impl Fn() -> bool) -> Result<usize, Error> {
    let settings = store.settings().await?;
    let base = if settings.base_url.is_empty() { base_url } else { &settings.base_url };
    let mut taken = 0;
    while !stop() {
        let calls = on_call::claim(store, BATCH).await?;
        if calls.is_empty() {
            break;
        }
        // At once: whoever waits behind a gateway that does not answer waits as long as one request may take, and no longer.
        let handed = futures::future::join_all(calls.iter().map(|call| hand(call, base))).await;
        for (call, handed) in calls.iter().zip(handed) {
            match handed {
                Ok(()) => {
                    on_call::sent(store, call).await?;
                    taken += 1;
                }
                Err(error) => {
                    tracing::warn!(%error, call = %call.key, "a gateway did not take a call");
                    on_call::failed(store, call, &error.to_string()).await?;
                }
            }
        }
    }
    Ok(taken)
}

async fn hand(call: &Call, base: &str) -> Result<(), Unheard> {
    let address = Address::read(&SecretString::from(call.url.clone()))?.ok_or(Unheard::Address)?;
    let body = body(call, base);
    let signed = call.signature(body.as_bytes()).map(|signature| format!("opsbeat-signature: sha256={signature}\r\n"));
    let headers = format!("opsbeat-delivery: {}\r\n{}", call.key, signed.unwrap_or_default());
    address.post(&headers, body.as_bytes()).await
}

/// What the gateway is told, as the guide describes it.
fn body(call: &Call, base: &str) -> String {
    let page = &call.page;
    let fault = page.fault.as_ref().map(|fault| {
        let services: Vec<&str> = fault.services.iter().map(|service| service.name.get(call.locale)).collect();
        json!({
            "number": fault.number.to_string(),
            "title": fault.title,
            "severity": fault.severity,
            "services": services,
            "declared_at": fault.declared_at.to_string(),
            "url": format!("{base}/faults/{}", fault.number),
        })
    });
    let what = match &page.fault {
        Some(fault) => format!("{} {}", fault.number, fault.title),
        None => "Opsbeat".to_owned(),
    };
    let body = json!({
        "event": if page.fault.is_some() { "call" } else { "test" },
        "delivery": call.key,
        "at": call.at.to_string(),
        "team": page.team,
        "person": { "name": call.name, "email": call.email, "language": call.locale.as_str() },
        "round": page.place.0,
        "step": page.place.1,
        "fault": fault,
        "text": format!("{}: {what}", page.team),
        "have_url": page.token.as_ref().map(|token| format!("{base}/have/{token}")),
    });
    body.to_string()
}
