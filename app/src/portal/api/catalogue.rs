//! What is offered to the reader.

use domain::catalogue::{Group, Offer};
use domain::search_terms;
use leptos::prelude::*;

use crate::error::AppError;

/// Whether it is what somebody means by these words: every word stands in its name or description, in either language.
fn is_meant_by(offer: &Offer, query: &search_terms::Query) -> bool {
    let name = &offer.service.name;
    let text = [&name.en, &name.zh, &offer.description.en, &offer.description.zh].map(String::as_str).join("\n");
    query.matches(&search_terms::terms(&text))
}

/// The groups with those services alone that are meant by `words`; all of them for none.
#[must_use]
pub fn meant_by(groups: &[Group], words: &str) -> Vec<Group> {
    let query = search_terms::query(words);
    if query.is_empty() {
        return groups.to_vec();
    }
    let narrowed = groups
        .iter()
        .map(|group| Group { offers: group.offers.iter().filter(|offer| is_meant_by(offer, &query)).cloned().collect(), ..group.clone() });
    narrowed.filter(|group| !group.offers.is_empty()).collect()
}

/// The catalogue as the reader may use it, group by group.
#[server(prefix = "/api", endpoint = "catalogue/list", input = leptos::server_fn::codec::GetUrl)]
pub async fn catalogue() -> Result<Vec<Group>, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::services::catalogue(&visit.store, &actor).await.map_err(crate::visit::fail)
}

#[cfg(test)]
mod tests {
    use domain::id::{CategoryId, ServiceId};
    use domain::locale::Localised;
    use domain::ticket::Kind;
    use domain::ticket::view::ServiceRef;

    use super::*;

    fn offer(id: i64, en: &str, zh: &str, description: &str) -> Offer {
        Offer {
            service: ServiceRef { id: ServiceId(id), name: Localised::new(en, zh), icon: "laptop".into() },
            description: Localised::new(description, ""),
            kind: Kind::ServiceRequest,
        }
    }

    fn catalogue() -> Vec<Group> {
        vec![
            Group {
                id: Some(CategoryId(1)),
                name: Localised::new("Workplace", "办公"),
                offers: vec![
                    offer(1, "A new device", "新设备", "Laptop, phone, screen"),
                    offer(2, "Something does not print", "打印机故障", "Printers in offices"),
                ],
            },
            Group { id: None, name: Localised::default(), offers: vec![offer(3, "Parking space", "停车位", "For a day")] },
        ]
    }

    fn found(words: &str) -> Vec<i64> {
        meant_by(&catalogue(), words).iter().flat_map(|group| &group.offers).map(|offer| offer.service.id.get()).collect()
    }

    #[test]
    fn a_service_is_found_by_its_name_or_description_while_it_is_typed() {
        assert_eq!(found("lapt"), [1]);
        assert_eq!(found("PRINT offices "), [2]);
        assert_eq!(found("printers off"), [2]);
        assert_eq!(found("park"), [3]);
        assert_eq!(found("teleporter"), Vec::<i64>::new());
    }

    #[test]
    fn a_service_is_found_in_either_language() {
        assert_eq!(found("打印机"), [2]);
        assert_eq!(found("停车"), [3]);
    }

    #[test]
    fn no_words_leave_everything_and_no_empty_group_is_left() {
        assert_eq!(found("  "), [1, 2, 3]);
        assert_eq!(meant_by(&catalogue(), "parking").len(), 1);
    }
}
