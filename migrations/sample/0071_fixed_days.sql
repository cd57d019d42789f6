update handing_on set remind_after = 7, hand_on_after = 14 where pursuance = '01b';
