//! What an administrator changes about somebody else's account, on both databases.

mod cast;

use cast::{ADDRESS, OTHER_PASSWORD, PASSWORD, administrator, person, role};
use domain::invalid::Code;
use domain::people::MailOccasion;
use domain::permit::{Permission, PermissionSet};
use store::accounts::{self, PersonChange};
use store::testing::each_database;
use store::{Error, outbox, people, roles};

fn invalid(error: Error) -> domain::invalid::Invalid {
    match error {
        Error::Invalid(invalid) => invalid,
        other => panic!("{other:?}"),
    }
}

fn named(name: &str, email: &str) -> PersonChange {
    PersonChange { name: name.to_owned(), email: email.to_owned(), seen_name: None, seen_email: None }
}

#[tokio::test]
async fn an_administrator_changes_a_name_and_an_address_and_the_old_address_is_told() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let mei = person(&store, &admin, "Mei").await;
        let link = accounts::reset_link(&store, &admin, mei).await.unwrap();
        accounts::change(&store, &admin, mei, &named(" Mei  Lin ", "MEI.LIN@example.com")).await.unwrap();
        let detail = people::detail(&store, &admin, mei).await.unwrap();
        assert_eq!((detail.person.name.as_str(), detail.email.as_deref()), ("Mei Lin", Some("mei.lin@example.com")));
        assert_eq!(accounts::sign_in(&store, "mei.lin@example.com", PASSWORD, ADDRESS).await.unwrap().user, mei);
        assert!(matches!(accounts::choose_password(&store, &link, OTHER_PASSWORD).await, Err(Error::DeadLink)));
        assert_eq!(people::find(&store, &admin, "lin mei.l", people::Among::Active, 9).await.unwrap().len(), 1);

        let mails = outbox::claim(&store, 9).await.unwrap();
        assert_eq!(mails.len(), 1);
        let (mail, to) = (&mails[0], &mails[0].to);
        assert_eq!((mail.occasion, mail.by.as_deref(), mail.news.is_none()), (MailOccasion::AddressChanged, Some("Ada King"), true));
        assert_eq!((to.name.as_str(), to.email.as_str()), ("Mei Lin", "mei@example.com"), "the old address");

        // A new name alone is nobody's business but the audit log's; nothing new is nobody's at all.
        accounts::change(&store, &admin, mei, &named("Mei Chen", "mei.lin@example.com")).await.unwrap();
        accounts::change(&store, &admin, mei, &named("Mei Chen", "mei.lin@example.com")).await.unwrap();
        assert!(outbox::claim(&store, 9).await.unwrap().is_empty());
        let about = store::audit::Filter { object_id: Some(mei.to_string()), ..store::audit::Filter::default() };
        let rows = store::audit::list(&store, &admin, &about).await.unwrap().rows;
        assert_eq!(rows.iter().filter(|row| row.action == "user.change").count(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_address_has_one_account_and_every_wrong_field_is_told() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let mei = person(&store, &admin, "Mei").await;
        let taken = accounts::change(&store, &admin, mei, &named("Mei", "ADA@example.com")).await.unwrap_err();
        assert_eq!(invalid(taken).of("email"), Some(&Code::AlreadyTaken));
        let wrong = invalid(accounts::change(&store, &admin, mei, &named("", "nobody")).await.unwrap_err());
        assert_eq!((wrong.of("name"), wrong.of("email")), (Some(&Code::Required), Some(&Code::NotAnEmail)));
        assert_eq!(people::detail(&store, &admin, mei).await.unwrap().email.as_deref(), Some("mei@example.com"));
        assert!(outbox::claim(&store, 9).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn nobody_changes_somebody_who_may_do_more() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let mei = person(&store, &admin, "Mei").await;
        let helper = role(&store, &admin, "Helper", PermissionSet::of(&[Permission::ManagePeople])).await;
        roles::grant(&store, &admin, helper, mei, None).await.unwrap();
        let mei = store.acting(mei).await.unwrap();
        let taking_over = accounts::change(&store, &mei, admin.user, &named("Ada King", "mine@example.com")).await;
        assert!(matches!(taking_over, Err(Error::NotFound)));
        let ron = person(&store, &admin, "Ron").await;
        accounts::change(&store, &mei, ron, &named("Ronald", "ron@example.com")).await.unwrap();
        let ron = store.acting(ron).await.unwrap();
        assert!(matches!(accounts::change(&store, &ron, mei.user, &named("Mei", "x@example.com")).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn of_two_who_change_one_person_neither_takes_anything_from_the_other() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let mei = person(&store, &admin, "Mei").await;
        let change = |name: &str, email: &str| PersonChange {
            seen_name: Some("Mei".to_owned()),
            seen_email: Some("mei@example.com".to_owned()),
            ..named(name, email)
        };
        accounts::change(&store, &admin, mei, &change("Mei Lin", "mei@example.com")).await.unwrap();
        // Whoever saw the name of before and changed the address alone.
        accounts::change(&store, &admin, mei, &change("Mei", "mei.lin@example.com")).await.unwrap();
        let detail = people::detail(&store, &admin, mei).await.unwrap();
        assert_eq!((detail.person.name.as_str(), detail.email.as_deref()), ("Mei Lin", Some("mei.lin@example.com")));

        let late = accounts::change(&store, &admin, mei, &change("Mei Wang", "mei@example.com")).await;
        assert!(matches!(late, Err(Error::Conflict { what: "person" })), "{late:?}");
        // To have wanted the same is no quarrel.
        accounts::change(&store, &admin, mei, &change("Mei Lin", "mei@example.com")).await.unwrap();
        assert_eq!(people::detail(&store, &admin, mei).await.unwrap().person.name, "Mei Lin");
    })
    .await;
}
