update person_skill set level = 'mentor' where skill_key = 'design:maps';
