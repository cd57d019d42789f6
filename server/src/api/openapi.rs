//! `GET /api/v1/openapi.json`: the API as OpenAPI 3.1, made from the types of its requests and answers.

mod operations;

use std::sync::LazyLock;

use axum::Json;
use axum::extract::State;
use pursuance_domain::action::{Action, ActionEntry};
use pursuance_sealed::limits::{BATCH_OBJECTS, TAGS};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use self::operations::{Answer, Body, Operation, Parameter};
use super::actions::IDEMPOTENCY_KEY;
use super::problem::Problem;
use crate::actions::uploads::PIECE_MAX;
use crate::reads::events::PerformedView;
use crate::records;
use crate::state::App;

/// The description without the address of this instance; made once, at the first request.
static DESCRIPTION: LazyLock<Value> = LazyLock::new(describe);

/// `GET /api/v1/openapi.json`
pub(super) async fn show(State(app): State<App>) -> Json<Value> {
    let mut description = DESCRIPTION.clone();
    description["servers"] = json!([{ "url": app.addresses.base() }]);
    Json(description)
}

/// The addresses with their requests and answers, and the schemas that these refer to.
struct Gathered {
    paths: Map<String, Value>,
    problem: Value,
    /// Bodies are described as they are read …
    read: Map<String, Value>,
    /// … and answers as they are written. A schema in both is the same either way.
    written: Map<String, Value>,
}

fn gather() -> Gathered {
    let settings = SchemaSettings::draft2020_12()
        .with(|settings| "/components/schemas".clone_into(settings.definitions_path.to_mut()));
    let mut read = settings.clone().for_deserialize().into_generator();
    let mut written = settings.for_serialize().into_generator();
    let mut paths = Map::new();
    for operation in operations::all() {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method] = reading(&operation, &mut written);
    }
    let performed = schema_of::<PerformedView>(&mut written);
    for entry in Action::catalogue_in(&mut read) {
        paths
            .insert(format!("/api/v1/actions/{}", entry.name), json!({ "post": acting(&entry, &performed) }));
    }
    let problem = schema_of::<Problem>(&mut written);
    Gathered { paths, problem, read: read.take_definitions(true), written: written.take_definitions(true) }
}

fn describe() -> Value {
    let Gathered { paths, problem, read: mut schemas, written } = gather();
    schemas.extend(written);
    json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Pursuance",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Groups that hand tasks to each other, here and across servers.",
            "description": "Every change is an action: POST its input to its address. Everything else only reads. \
                What anyone may see on the pages can be read without a token. \
                Where a skill is taken, a word alone is the detail of the skill in use that has it.",
            "license": { "name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later" },
        },
        "tags": [{ "name": "actions" }, { "name": "reads" }, { "name": "files" }, { "name": "sealed" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": {
                "type": "http",
                "scheme": "bearer",
                "description": "A token from your settings, or from `pursuance admin token create NAME`.",
            }},
            "parameters": {
                "IdempotencyKey": {
                    "name": IDEMPOTENCY_KEY.as_str(),
                    "in": "header",
                    "description": "The same key with the same request gives the same result for a day, and does nothing twice.",
                    "schema": { "type": "string", "minLength": 1, "maxLength": 255 },
                    "example": "2c1f7f0e-leaflet",
                },
                "DryRun": {
                    "name": "dry_run",
                    "in": "query",
                    "description": "Answer what would happen, and change nothing.",
                    "schema": { "type": "boolean", "default": false },
                },
            },
            "responses": { "Problem": {
                "description": "Why it was not done (RFC 9457). Nothing was changed.",
                "content": { "application/problem+json": {
                    "schema": problem,
                    "example": {
                        "type": "https://w3id.org/pursuance/problems#not-a-member",
                        "title": "Not a member",
                        "status": 403,
                        "detail": "Only members can take tasks.",
                        "advice": "Join first.",
                    },
                }},
            }},
        },
    })
}

fn acting(entry: &ActionEntry, performed: &Value) -> Value {
    json!({
        "operationId": entry.name,
        "summary": entry.summary,
        "tags": ["actions"],
        "parameters": [
            { "$ref": "#/components/parameters/IdempotencyKey" },
            { "$ref": "#/components/parameters/DryRun" },
        ],
        "requestBody": { "required": true, "content": { "application/json": {
            "schema": entry.schema,
            "example": entry.example,
        }}},
        "responses": responses("200", &json!({
            "description": "What was made, and what happened.",
            "content": { "application/json": { "schema": performed } },
        })),
        "security": [{ "token": [] }],
    })
}

/// One answer, and the errors of every address.
fn responses(status: &str, answer: &Value) -> Value {
    json!({ status: answer, "default": { "$ref": "#/components/responses/Problem" } })
}

fn reading(operation: &Operation, written: &mut SchemaGenerator) -> Value {
    let (status, answer) = match operation.answer {
        Answer::Json(schema) => (
            "200",
            json!({ "description": operation.summary, "content": { "application/json": { "schema": schema(written) } } }),
        ),
        Answer::Made(schema) => (
            "201",
            json!({ "description": operation.summary, "content": { "application/json": { "schema": schema(written) } } }),
        ),
        Answer::Nothing => ("204", json!({ "description": operation.summary })),
        Answer::Bytes => (
            "200",
            json!({ "description": operation.summary, "content": { "application/octet-stream": {} } }),
        ),
    };
    let parameters: Vec<Value> = operation.parameters.iter().map(Parameter::describe).collect();
    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": parameters,
        "responses": responses(status, &answer),
        // A public document can be read without a token: the empty requirement says so.
        "security": if operation.needs_token { json!([{ "token": [] }]) } else { json!([{}, { "token": [] }]) },
    });
    match operation.body {
        Body::Nothing => {}
        Body::File => {
            described["requestBody"] = json!({ "required": true, "content": {
                "application/octet-stream": {},
                "multipart/form-data": { "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": { "file": { "type": "string", "contentMediaType": "application/octet-stream" } },
                }},
            }});
        }
        Body::Announced => {
            described["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": {
                "type": "object",
                "required": ["name", "bytes"],
                "additionalProperties": false,
                "properties": {
                    "name": { "type": "string", "description": "The name of the file, which is looked at and not kept." },
                    "bytes": { "type": "integer", "format": "int64", "minimum": 0 },
                },
            }}}});
        }
        Body::Piece => {
            described["requestBody"] = json!({
                "required": true,
                "description": format!("At most {PIECE_MAX} bytes."),
                "content": { "application/octet-stream": {} },
            });
        }
        Body::Records => {
            described["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": {
                "type": "object",
                "required": ["records"],
                "additionalProperties": false,
                "properties": { "records": {
                    "type": "array",
                    "maxItems": records::MOST,
                    "items": { "type": "string", "description": "A record in base64url without padding." },
                }},
            }}}});
        }
        Body::Tags => {
            described["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": {
                "type": "object",
                "required": ["epoch", "objects"],
                "additionalProperties": false,
                "properties": {
                    "epoch": { "type": "integer", "description": "The number of the key that they are made with." },
                    "objects": { "type": "array", "maxItems": BATCH_OBJECTS, "items": tags() },
                },
            }}}});
        }
    }
    described
}

/// The tags of one object in a request.
fn tags() -> Value {
    json!({
        "type": "object",
        "required": ["kind", "object", "rev", "tags"],
        "additionalProperties": false,
        "properties": {
            "kind": { "enum": ["task", "profile"] },
            "object": { "type": "string", "description": "The id that its members gave it, in hexadecimal." },
            "rev": { "type": "integer", "description": "The revision of the object whose skills they are." },
            "tags": { "type": "array", "maxItems": TAGS, "items": {
                "type": "object",
                "required": ["tag"],
                "additionalProperties": false,
                "properties": {
                    "tag": { "type": "string", "description": "In hexadecimal." },
                    "level": { "enum": ["do", "learning", "mentor"], "description": "Of a profile, and of it alone." },
                },
            }},
        },
    })
}

/// The schema of a type, by reference.
fn schema_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

#[cfg(test)]
mod tests;
