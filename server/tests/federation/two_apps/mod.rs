//! Two instances in this process, joined by real HTTP, under one clock: the rules of PROTOCOL §3.1 to §3.5, from both
//! sides.

mod adoption;
mod answers;
mod asks;
mod blocked;
mod blocks;
mod bounds;
mod chains;
mod closing;
mod cost;
mod crossing;
mod endings;
mod files;
mod here;
mod lanes;
mod looked_at;
mod lost;
mod news;
mod privacy;
mod restored;
mod roles;
mod round;
mod skill_offers;
mod story;
mod terms;
mod time;
