//! Private pursuances: the doors through which devices send and ask, and what follows from the signed log.

mod apart;
mod at_once;
mod below;
mod blocks;
mod boxes;
mod closing;
mod doors;
mod every_action;
mod lessons;
mod members;
mod pages;
mod put;
mod rekey;
mod restored;
mod sentinel;
mod suggestions;
mod tags;
mod tasks;
mod unopened;
mod words;
