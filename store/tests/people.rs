//! The directory on both databases.

mod cast;

use cast::{administrator, invitation, person, team};
use domain::{
    id::UserId,
    people::{AccountState, TeamKind},
    permit::Scope,
};
use store::{
    Error, accounts,
    people::{self, Among, Filter},
    roles, teams,
    testing::{Company, each_database},
};

#[tokio::test]
async fn the_directory_is_read_page_by_page_by_name() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        for n in 0..119 {
            // Two share each name, so that the end of a page falls between them.
            let someone =
                accounts::Invitation { name: format!("Person {:03}", n / 2), email: format!("person{n}@example.com"), ..invitation("x") };
            accounts::invite(&store, &admin, &someone).await.unwrap();
        }
        let mut seen = Vec::new();
        let mut filter = Filter::default();
        loop {
            let page = people::list(&store, &admin, &filter).await.unwrap();
            assert!(page.rows.len() <= 50);
            seen.extend(page.rows.into_iter().map(|row| (row.person.name, row.person.id)));
            filter.after = page.next;
            if filter.after.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 120);
        assert!(seen.is_sorted());
        let mut once = seen.clone();
        once.dedup();
        assert_eq!(once, seen);
    })
    .await;
}

#[tokio::test]
async fn people_are_found_by_words_of_their_name_or_address() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        for (name, email) in [("Mei Lin", "mei@example.com"), ("王小明", "ming@example.com"), ("100% O_Neil", "neil@example.com")] {
            let invited = accounts::Invitation { name: name.to_owned(), email: email.to_owned(), ..invitation("x") };
            let (_, token) = accounts::invite(&store, &admin, &invited).await.unwrap();
            accounts::choose_password(&store, &token, cast::PASSWORD).await.unwrap();
        }
        accounts::invite(&store, &admin, &invitation("Meister")).await.unwrap();
        for (words, found) in [
            ("mei", vec!["Mei Lin"]),
            ("LIN mei", vec!["Mei Lin"]),
            ("小明", vec!["王小明"]),
            ("ming@", vec!["王小明"]),
            ("100%", vec!["100% O_Neil"]),
            ("o_n", vec!["100% O_Neil"]),
            ("m_i", vec![]),
            ("mei ada", vec![]),
            ("example.com mei", vec!["Mei Lin"]),
        ] {
            let names: Vec<_> =
                people::find(&store, &admin, words, Among::Active, 9).await.unwrap().into_iter().map(|p| p.person.name).collect();
            assert_eq!(names, found, "{words}");
        }
        assert_eq!(people::find(&store, &admin, "", Among::Active, 2).await.unwrap().len(), 2);

        // Whoever only asks finds names, guesses no address by its parts, and says a whole one that they know.
        let mei = people::find(&store, &admin, "mei", Among::Active, 9).await.unwrap()[0].person.id;
        let mei = store.acting(mei).await.unwrap();
        for (words, found) in [("ming", 0), ("ming@example", 0), ("小明", 1), ("neil o_n", 1), ("neil@", 0)] {
            assert_eq!(people::find(&store, &mei, words, Among::Active, 9).await.unwrap().len(), found, "{words}");
            let meant = people::meant(&store, &mei, words, Among::Active).await.unwrap();
            assert_eq!(meant.is_some(), found == 1, "{words}");
        }
        assert!(people::meant(&store, &mei, "ming@example.com", Among::Active).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn people_are_found_whatever_way_their_letters_are_typed() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        for (name, email) in [("Jürgen Groß", "jg@example.com"), ("ÅSA Øberg", "asa@example.com"), ("Ｍｉｋａ", "mika@example.com")]
        {
            let invited = accounts::Invitation { name: name.to_owned(), email: email.to_owned(), ..invitation("x") };
            let (_, token) = accounts::invite(&store, &admin, &invited).await.unwrap();
            accounts::choose_password(&store, &token, cast::PASSWORD).await.unwrap();
        }
        // As a version left it that knew no folded names; what is older is folded when the database is brought up to date.
        store.run_sql("UPDATE users SET folded = '' WHERE name LIKE '%Groß'").await;
        assert!(people::find(&store, &admin, "groß", Among::Active, 9).await.unwrap().is_empty());
        store.migrate().await.unwrap();
        for (words, found) in [
            ("jürgen", "Jürgen Groß"),
            ("JÜRGEN", "Jürgen Groß"),
            ("Ju\u{308}rgen", "Jürgen Groß"),
            ("jurgen GROSS", "Jürgen Groß"),
            ("åsa", "ÅSA Øberg"),
            ("ØBERG asa@", "ÅSA Øberg"),
            ("mika", "Ｍｉｋａ"),
        ] {
            let names: Vec<_> =
                people::find(&store, &admin, words, Among::Active, 9).await.unwrap().into_iter().map(|p| p.person.name).collect();
            assert_eq!(names, [found], "{words}");
            let listed = people::list(&store, &admin, &Filter { words: words.to_owned(), ..Filter::default() }).await.unwrap();
            assert_eq!(listed.rows.len(), 1, "{words}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_person_is_shown_with_teams_and_roles() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Service desk").await;
        let mei = person(&store, &admin, "Mei").await;
        teams::set_member(&store, &admin, desk, mei, true).await.unwrap();
        let auditor = roles::list(&store, &admin).await.unwrap().into_iter().find(|role| role.name == "Auditor").unwrap();
        roles::grant(&store, &admin, auditor.id, mei, None).await.unwrap();

        let detail = people::detail(&store, &admin, mei).await.unwrap();
        assert_eq!((detail.person.name.as_str(), detail.email.as_deref()), ("Mei", Some("mei@example.com")));
        assert_eq!(detail.state, AccountState::Active);
        assert!(detail.teams.len() == 1 && detail.teams[0].lead && detail.teams[0].team.id == desk);
        assert!(detail.grants.len() == 1 && detail.grants[0].name == "Auditor" && detail.grants[0].team.is_none());
        let in_team = people::list(&store, &admin, &Filter { team: Some(desk), ..Filter::default() }).await.unwrap();
        assert!(in_team.rows.len() == 1 && in_team.rows[0].teams[0].id == desk);

        let actor = store.acting(mei).await.unwrap();
        assert!(actor.teams.len() == 1 && actor.teams[0].lead);
        assert_eq!(actor.grants[0].scope, Scope::Everywhere);
        assert!(matches!(people::list(&store, &actor, &Filter::default()).await, Err(Error::NotFound)));
    })
    .await;
}

/// Accounts of this name that can sign in, with addresses of their own; gives their ids.
async fn namesakes(store: &store::Store, name: &str, count: i64) -> Vec<UserId> {
    let mut ids = Vec::new();
    let folded = domain::search_terms::folded(name);
    let handle = folded.replace(' ', ".");
    for n in 0..count {
        let email = format!("{handle}.{n}@example.com");
        let values = format!("'{email}', '{name}', 'active', '{folded}\n{email}', 1, 1");
        store.run_sql(&format!("INSERT INTO users (email, name, state, folded, created_at, updated_at) VALUES ({values})")).await;
        ids.push(UserId(store.number("SELECT max(id) FROM users").await));
    }
    ids
}

#[tokio::test]
async fn whoever_is_meant_is_found_among_more_namesakes_than_are_proposed() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let kings = namesakes(&store, "Bo King", 30).await;
        namesakes(&store, "Bo Kingsley", 30).await;
        let bo = namesakes(&store, "Bo", 1).await[0];
        let zed = namesakes(&store, "Zed Bo King", 1).await[0];
        let queen = namesakes(&store, "Käthe Queen", 1).await[0];
        for (typed, meant) in [
            (format!("Bo King #{}", kings[29]), Some(kings[29])),
            (format!(" bo  KING  #{} ", kings[3]), Some(kings[3])),
            (format!("#{}", kings[4]), Some(kings[4])),
            (format!("Zed Bo King #{}", kings[5]), None),
            ("BO.KING.27@example.com".to_owned(), Some(kings[27])),
            // The whole name is meant before any that begins so, however many those are.
            ("bo".to_owned(), Some(bo)),
            ("Bo King".to_owned(), None),
            ("Bo Kin".to_owned(), None),
            ("zed".to_owned(), Some(zed)),
            ("kathe q".to_owned(), Some(queen)),
            ("Queen".to_owned(), Some(queen)),
            ("Bo Queen".to_owned(), None),
            ("%".to_owned(), None),
            (" ".to_owned(), None),
        ] {
            assert_eq!(people::meant(&store, &ada, &typed, Among::Everybody).await.unwrap(), meant, "{typed}");
        }
        // Who is called so comes before who only has it in the middle.
        let proposed = people::find(&store, &ada, "bo", Among::Active, 9).await.unwrap();
        assert_eq!((proposed.len(), proposed[0].person.id), (9, bo));
    })
    .await;
}

#[tokio::test]
async fn only_agents_find_who_does_not_sign_in_and_nobody_finds_who_is_gone() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        store.run_sql(&format!("UPDATE users SET state = 'invited' WHERE id = {}", company.ron)).await;
        store.run_sql(&format!("UPDATE users SET state = 'placeholder', email = NULL WHERE id = {}", company.stranger)).await;
        let found = |words: &'static str, among| {
            let (store, ada) = (store.clone(), ada.clone());
            async move { people::find(&store, &ada, words, among, 9).await.unwrap() }
        };
        for words in ["Ron", "Stranger"] {
            assert!(found(words, Among::Active).await.is_empty(), "{words}");
            let everybody = found(words, Among::Everybody).await;
            assert!(everybody.len() == 1 && !everybody[0].has_account, "{words}");
        }
        assert!(found("Rita", Among::Everybody).await[0].has_account);
        assert!(found("Gone", Among::Everybody).await.is_empty());
        assert_eq!(people::meant(&store, &ada, "Ron Requester", Among::Everybody).await.unwrap(), Some(company.ron));
        assert_eq!(people::meant(&store, &ada, &format!("#{}", company.gone), Among::Everybody).await.unwrap(), None);
        assert_eq!(people::meant(&store, &rita, "Ron Requester", Among::all_for(&rita)).await.unwrap(), None);
        assert!(matches!(people::find(&store, &rita, "Ron", Among::Everybody, 9).await, Err(Error::NotFound)));
        assert!(matches!(people::meant(&store, &rita, "Ron", Among::Everybody).await, Err(Error::NotFound)));
    })
    .await;
}
