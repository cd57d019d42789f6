update file set not_shown = 'other-form';
