//! OAuth parameters and resource requirements.

use airbyte_db::blobs::Specification;
use airbyte_db::oauth::{OAuthParameter, choose, inject, mask};
use airbyte_db::resources::{Origin, Quantity, Resources, Said, resolve};
use serde_json::{Value, json};

const DEFINITION: &str = "11111111-2222-4333-8444-555566667777";
const WORKSPACE: &str = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeffff0000";

fn spec(advanced_auth: &Value) -> Specification {
    let spec = json!({"connectionSpecification": {"type": "object"}, "advanced_auth": advanced_auth});
    Specification::read(&spec.to_string()).unwrap()
}

fn with_paths(properties: &Value) -> Specification {
    spec(
        &json!({"oauth_config_specification": {"complete_oauth_server_output_specification": {"properties": properties}}}),
    )
}

fn at(path: &[&str]) -> Value {
    json!({"type": "string", "path_in_connector_config": path})
}

#[test]
fn a_workspace_comes_before_the_deployment_and_a_small_id_before_a_large_one() {
    let row =
        |id, workspace_id| OAuthParameter { id, workspace_id, actor_definition_id: DEFINITION, configuration: "{}" };
    let (low, high, negative) = (
        "00000000-0000-4000-8000-000000000000",
        "7fffffff-0000-4000-8000-000000000000",
        "80000000-0000-4000-8000-000000000000",
    );
    let chosen = |rows: &[OAuthParameter<'_>]| choose(rows, DEFINITION, WORKSPACE).map(|row| row.id.to_owned());
    assert_eq!(chosen(&[row(low, None), row(high, None), row(negative, None)]).unwrap(), negative);
    assert_eq!(chosen(&[row(high, None), row(low, None)]).unwrap(), low);
    assert_eq!(chosen(&[row(negative, None), row(high, Some(WORKSPACE))]).unwrap(), high);
    let upper = WORKSPACE.to_uppercase();
    assert_eq!(chosen(&[row(high, Some(&upper))]).unwrap(), high);
    // The lower half decides last, with its own sign.
    let (zero, minus) = ("00000000-0000-4000-0000-000000000000", "00000000-0000-4000-f000-000000000000");
    assert_eq!(chosen(&[row(zero, None), row(minus, None)]).unwrap(), minus);
    assert_eq!(chosen(&[row(low, Some(DEFINITION))]), None);
    assert_eq!(chosen(&[OAuthParameter { actor_definition_id: WORKSPACE, ..row(low, None) }]), None);
    let hidden = OAuthParameter { configuration: r#"{"client_secret": "93817"}"#, ..row(low, None) };
    assert!(!format!("{hidden:?} {hidden:#?}").contains("93817"));
}

#[test]
fn parameters_go_where_the_spec_says() {
    let spec = with_paths(&json!({
        "client_id": at(&["credentials", "client_id"]),
        "client_secret": at(&["credentials", "client_secret"]),
        "token": at(&["deep", "down", "token"]),
        "nowhere": {"type": "string"},
        "empty": at(&[]),
        "odd": {"path_in_connector_config": "credentials"}
    }));
    let configuration = r#"{"n": 1.50, "credentials": {"client_id": "old" , "z": [1]}}"#;
    let parameters = r#"{"client_id": "abc", "nested": {"more": {"client_secret": "xyz"}}, "unused": 1}"#;
    let injected = inject(&spec, configuration, parameters).unwrap();
    // What is not given is null, and objects on the way are made.
    let expected = r#"{"n": 1.50, "credentials": {"client_id": "abc" , "z": [1], "client_secret": "xyz"}, "deep": {"down": {"token": null}}}"#;
    assert_eq!(injected, expected);
    assert_eq!(inject(&spec, &injected, parameters).unwrap(), injected);
    let masked = mask(&spec, &injected).unwrap();
    assert_eq!(masked, expected.replace("abc", "******").replace("xyz", "******").replace("null", "\"******\""));
    assert_eq!(
        inject(&spec, "{ }", r#"{"client_id": 1}"#).unwrap(),
        r#"{"credentials": {"client_id": 1, "client_secret": null}, "deep": {"down": {"token": null}} }"#
    );
}

#[test]
fn the_predicate_decides() {
    let output = json!({"complete_oauth_server_output_specification": {"properties": {"id": at(&["id"])}}});
    let with = |key: Value, value: Value| {
        spec(&json!({"predicate_key": key, "predicate_value": value, "oauth_config_specification": output}))
    };
    let holds = |spec: &Specification, configuration: &str| {
        let injected = inject(spec, configuration, r#"{"id": 1}"#).unwrap() != configuration;
        assert_eq!(mask(spec, configuration).unwrap() != configuration, injected);
        injected
    };
    let oauth = with(json!(["auth", "type"]), json!("OAuth"));
    assert!(holds(&oauth, r#"{"auth": {"type": "OAuth"}}"#));
    assert!(!holds(&oauth, r#"{"auth": {"type": "key"}}"#));
    assert!(!holds(&oauth, r#"{"auth": "OAuth"}"#));
    assert!(!holds(&oauth, "{}"));
    assert!(holds(&with(json!(["a"]), json!("5")), r#"{"a": 5}"#));
    for blank in [json!(""), json!(" "), json!(null)] {
        assert!(holds(&with(json!(["a"]), blank.clone()), r#"{"a": null}"#));
        assert!(!holds(&with(json!(["a"]), blank), r#"{"b": 1}"#));
    }
    assert!(holds(&with(json!([]), json!("x")), "{}"));
    assert!(holds(&with(json!(null), json!("x")), "{}"));
}

#[test]
fn without_paths_parameters_are_merged_where_nothing_stands() {
    for spec in [
        spec(&json!(null)),
        spec(&json!({"auth_flow_type": "oauth2.0"})),
        spec(&json!({"oauth_config_specification": null})),
    ] {
        let configuration =
            r#"{"a": {"mask": "**********", "short": "*", "empty": "", "set": "own", "null": null}, "list": [1]}"#;
        let parameters = r#"{"a": {"mask": "1", "short": 2, "empty": [3], "set": "4", "null": "5", "new": 6}, "list": [7], "b": {"c": {"d": 8}, "e": {}}}"#;
        let expected = r#"{"a": {"mask": "1", "short": 2, "empty": [3], "set": "own", "null": null, "new": 6}, "list": [1], "b": {"c": {"d": 8}, "e": {}}}"#;
        assert_eq!(inject(&spec, configuration, parameters).unwrap(), expected);
        assert_eq!(inject(&spec, expected, parameters).unwrap(), expected);
        assert_eq!(mask(&spec, configuration).unwrap(), configuration);
        assert_eq!(inject(&spec, "{}", "{}").unwrap(), "{}");
    }
}

#[test]
fn what_cannot_be_put_in_is_an_error_that_quotes_nothing() {
    let paths = with_paths(&json!({"id": at(&["a", "b"])}));
    let merged = spec(&json!(null));
    let cases = [
        (
            &paths,
            r#"{"a": "93817"}"#,
            r#"{"id": "93817"}"#,
            "an object must stand here, for OAuth parameters to be put into (at /a)",
        ),
        (&paths, "[93817]", r#"{"id": "93817"}"#, "an object must stand here, for OAuth parameters to be put into"),
        (&paths, "{}", r#"{"id": 1, "x": {"id": "93817"}}"#, "the OAuth parameters have two of this name (at /x/id)"),
        (&paths, "{}", "[\"93817\"]", "the OAuth parameters must be an object"),
        (
            &merged,
            r#"{"a": 93817}"#,
            r#"{"a": {"b": 93817}}"#,
            "an object must stand here, for OAuth parameters to be put into (at /a)",
        ),
    ];
    for (spec, configuration, parameters, expected) in cases {
        let error = inject(spec, configuration, parameters).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert!(!format!("{error:?} {}", error.to_json()).contains("93817"));
    }
    let many: serde_json::Map<_, _> = (0..2000).map(|number| (number.to_string(), json!(1))).collect();
    assert!(inject(&merged, "{}", &Value::Object(many).to_string()).is_err());
}

fn quantity(value: &str, origin: Origin) -> Quantity {
    Quantity { value: value.to_owned(), origin }
}

#[test]
fn each_requirement_is_resolved_for_itself() {
    let said = Said {
        connection: Some(r#"{"cpu_request": null, "cpu_limit": "", "gpu": "1"}"#),
        definition: Some(
            r#"{"default": {"cpu_request": 0.5, "cpu_limit": "9"},
                "jobSpecific": [{"jobType": "sync", "resourceRequirements": {"memory_request": "1Gi"}},
                                {"jobType": "check_connection", "resourceRequirements": {"memory_limit": "2Gi"}}]}"#,
        ),
        workers: Some(r#"{"cpu_request": "7", "memory_request": "7", "memory_limit": ""}"#),
    };
    let expected = Resources {
        cpu_request: Some(quantity("0.5", Origin::Definition)),
        cpu_limit: Some(quantity("", Origin::Connection)),
        memory_request: Some(quantity("1Gi", Origin::JobType)),
        memory_limit: Some(quantity("", Origin::Workers)),
    };
    assert_eq!(resolve(&said, "sync").unwrap(), expected);
    assert_eq!(
        resolve(&Said { definition: None, ..said }, "sync").unwrap().cpu_request,
        Some(quantity("7", Origin::Workers))
    );
    let check = resolve(&said, "check_connection").unwrap();
    assert_eq!(check.memory_limit, Some(quantity("2Gi", Origin::JobType)));
    assert_eq!(resolve(&Said::default(), "sync").unwrap(), Resources::default());
    let nulls =
        Said { connection: Some("null"), definition: Some(r#"{"default": null, "jobSpecific": null}"#), workers: None };
    assert_eq!(resolve(&nulls, "sync").unwrap(), Resources::default());
}

#[test]
fn what_says_something_twice_or_wrongly_is_an_error() {
    let entry = r#"{"jobType": "sync", "resourceRequirements": {}}"#;
    let twice = format!(r#"{{"jobSpecific": [{entry}, {entry}]}}"#);
    let said = Said { definition: Some(&twice), ..Said::default() };
    assert_eq!(
        resolve(&said, "sync").unwrap_err().to_string(),
        "the definition says twice what this type of job needs (at /jobSpecific/1)"
    );
    assert!(resolve(&said, "get_spec").is_ok());
    for wrong in ["[]", r#"{"cpu_limit": []}"#, "{"] {
        assert!(resolve(&Said { connection: Some(wrong), ..Said::default() }, "sync").is_err(), "{wrong}");
    }
}
