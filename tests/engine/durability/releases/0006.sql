BEGIN TRANSACTION;
CREATE TABLE absence (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	cover_id INTEGER, 
	first_day DATE NOT NULL, 
	last_day DATE NOT NULL, 
	reason VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_absence PRIMARY KEY (id), 
	CONSTRAINT ck_absence_days_in_order CHECK (last_day >= first_day), 
	CONSTRAINT fk_absence_cover_id_user_account FOREIGN KEY(cover_id) REFERENCES user_account (id), 
	CONSTRAINT fk_absence_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE CASCADE
);
CREATE TABLE access_log (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	username VARCHAR(80) NOT NULL, 
	case_id INTEGER NOT NULL, 
	what VARCHAR(120) NOT NULL, 
	reason VARCHAR(240) NOT NULL, 
	CONSTRAINT pk_access_log PRIMARY KEY (id), 
	CONSTRAINT fk_access_log_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id)
);
CREATE TABLE admin_act (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	agreement_id INTEGER, 
	type VARCHAR(40) NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	efforts TEXT NOT NULL, 
	frequency VARCHAR(120) NOT NULL, 
	proof_form VARCHAR(160) NOT NULL, 
	proof_due DATE, 
	reasons TEXT NOT NULL, 
	remedy_notice TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	created_by VARCHAR(80) NOT NULL, 
	approved_by VARCHAR(80), 
	issued_on DATE, 
	objection_until DATE, 
	CONSTRAINT pk_admin_act PRIMARY KEY (id), 
	CONSTRAINT ck_admin_act_issued CHECK (state <> 'ISSUED' OR (approved_by IS NOT NULL AND issued_on IS NOT NULL)), 
	CONSTRAINT ck_admin_act_four_eyes CHECK (approved_by IS NULL OR approved_by <> created_by), 
	CONSTRAINT ck_admin_act_reasons_given CHECK (length(trim(reasons)) > 0), 
	CONSTRAINT fk_admin_act_agreement_id_agreement FOREIGN KEY(agreement_id) REFERENCES agreement (id), 
	CONSTRAINT fk_admin_act_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id), 
	CONSTRAINT ck_admin_act_adminactstate CHECK (state IN ('DRAFT', 'ISSUED', 'REJECTED', 'REVOKED'))
);
CREATE TABLE agreement (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	type VARCHAR(40) NOT NULL, 
	law VARCHAR(80) NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	discussed_on DATE, 
	concluded_on DATE, 
	valid_from DATE, 
	valid_to DATE, 
	review_due DATE, 
	goal_id INTEGER, 
	predecessor_id INTEGER, 
	personal_offer TEXT NOT NULL, 
	target_fields TEXT NOT NULL, 
	benefits TEXT NOT NULL, 
	other_providers TEXT NOT NULL, 
	legal_notice TEXT NOT NULL, 
	signed_client_on DATE, 
	signed_staff_on DATE, 
	handed_over_on DATE, 
	handed_over_how VARCHAR(40), 
	end_reason TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	created_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_agreement PRIMARY KEY (id), 
	CONSTRAINT ck_agreement_revocation_has_a_reason CHECK (state <> 'REVOKED' OR length(trim(end_reason)) > 0), 
	CONSTRAINT ck_agreement_no_agreement_without_a_talk CHECK (state = 'DRAFT' OR discussed_on IS NOT NULL), 
	CONSTRAINT ck_agreement_concluded_is_complete CHECK (state IN ('DRAFT', 'DISCUSSED') OR (concluded_on IS NOT NULL AND valid_from IS NOT NULL AND review_due IS NOT NULL AND goal_id IS NOT NULL)), 
	CONSTRAINT ck_agreement_ended_has_a_day CHECK (state NOT IN ('SUPERSEDED', 'EXPIRED', 'REVOKED') OR valid_to IS NOT NULL), 
	CONSTRAINT ck_agreement_hand_over_names_the_way CHECK (handed_over_on IS NULL OR handed_over_how IS NOT NULL), 
	CONSTRAINT ck_agreement_review_after_start CHECK (review_due IS NULL OR review_due > valid_from), 
	CONSTRAINT ck_agreement_days_in_order CHECK (valid_to IS NULL OR valid_to >= valid_from), 
	CONSTRAINT fk_agreement_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id), 
	CONSTRAINT fk_agreement_goal_id_goal FOREIGN KEY(goal_id) REFERENCES goal (id), 
	CONSTRAINT fk_agreement_predecessor_id_agreement FOREIGN KEY(predecessor_id) REFERENCES agreement (id), 
	CONSTRAINT uq_agreement_predecessor_id UNIQUE (predecessor_id), 
	CONSTRAINT ck_agreement_agreementstate CHECK (state IN ('DRAFT', 'DISCUSSED', 'IN_FORCE', 'REVIEW_DUE', 'SUPERSEDED', 'EXPIRED', 'REVOKED'))
);
CREATE TABLE agreement_duty (
	id INTEGER NOT NULL, 
	agreement_id INTEGER NOT NULL, 
	side VARCHAR(40) NOT NULL, 
	what TEXT NOT NULL, 
	count INTEGER, 
	period VARCHAR(40) NOT NULL, 
	proof_form VARCHAR(160) NOT NULL, 
	due_on DATE, 
	result VARCHAR(40), 
	result_cause TEXT NOT NULL, 
	result_on DATE, 
	CONSTRAINT pk_agreement_duty PRIMARY KEY (id), 
	CONSTRAINT ck_agreement_duty_failure_names_a_cause CHECK (result IS NULL OR result = 'FULFILLED' OR length(trim(result_cause)) > 0), 
	CONSTRAINT ck_agreement_duty_count CHECK (count IS NULL OR count >= 1), 
	CONSTRAINT ck_agreement_duty_what CHECK (length(trim(what)) > 0), 
	CONSTRAINT fk_agreement_duty_agreement_id_agreement FOREIGN KEY(agreement_id) REFERENCES agreement (id) ON DELETE CASCADE, 
	CONSTRAINT ck_agreement_duty_dutyside CHECK (side IN ('CLIENT', 'PROVIDER', 'THIRD_PARTY')), 
	CONSTRAINT ck_agreement_duty_dutyresult CHECK (result IN ('FULFILLED', 'PARTLY', 'NOT'))
);
CREATE TABLE agreement_strategy (
	agreement_id INTEGER NOT NULL, 
	strategy_id INTEGER NOT NULL, 
	CONSTRAINT pk_agreement_strategy PRIMARY KEY (agreement_id, strategy_id), 
	CONSTRAINT fk_agreement_strategy_agreement_id_agreement FOREIGN KEY(agreement_id) REFERENCES agreement (id) ON DELETE CASCADE, 
	CONSTRAINT fk_agreement_strategy_strategy_id_strategy FOREIGN KEY(strategy_id) REFERENCES strategy (id)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE appointment (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	starts_at DATETIME NOT NULL, 
	duration_minutes INTEGER NOT NULL, 
	place VARCHAR(160) NOT NULL, 
	channel VARCHAR(40) NOT NULL, 
	channel_reason TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	state_reason TEXT NOT NULL, 
	moves INTEGER NOT NULL, 
	replaced_by_id INTEGER, 
	reminded_at DATETIME, 
	agreed_at DATETIME NOT NULL, 
	agreed_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_appointment PRIMARY KEY (id), 
	CONSTRAINT ck_appointment_first_talk_in_person CHECK (kind <> 'FIRST_INTERVIEW' OR channel = 'IN_PERSON' OR length(trim(channel_reason)) > 0), 
	CONSTRAINT ck_appointment_moved_names_the_new_one CHECK (state <> 'MOVED' OR replaced_by_id IS NOT NULL), 
	CONSTRAINT ck_appointment_duration CHECK (duration_minutes BETWEEN 5 AND 480), 
	CONSTRAINT ck_appointment_moves CHECK (moves >= 0), 
	CONSTRAINT ck_appointment_not_replaced_by_itself CHECK (replaced_by_id IS NULL OR replaced_by_id <> id), 
	CONSTRAINT fk_appointment_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id), 
	CONSTRAINT fk_appointment_replaced_by_id_appointment FOREIGN KEY(replaced_by_id) REFERENCES appointment (id), 
	CONSTRAINT uq_appointment_replaced_by_id UNIQUE (replaced_by_id), 
	CONSTRAINT ck_appointment_appointmentkind CHECK (kind IN ('FIRST_INTERVIEW', 'SECOND_INTERVIEW', 'FOLLOW_UP', 'GRADUATE_TALK', 'OTHER')), 
	CONSTRAINT ck_appointment_channel CHECK (channel IN ('IN_PERSON', 'PHONE', 'VIDEO')), 
	CONSTRAINT ck_appointment_appointmentstate CHECK (state IN ('AGREED', 'HELD', 'MOVED', 'MISSED', 'CANCELLED'))
);
CREATE TABLE binding (
	definition_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	"key" VARCHAR(200) NOT NULL, 
	target_id INTEGER NOT NULL, 
	CONSTRAINT pk_binding PRIMARY KEY (definition_id, kind, "key"), 
	CONSTRAINT fk_binding_definition_id_definition FOREIGN KEY(definition_id) REFERENCES definition (id) ON DELETE CASCADE, 
	CONSTRAINT fk_binding_target_id_definition FOREIGN KEY(target_id) REFERENCES definition (id), 
	CONSTRAINT ck_binding_definitionkind CHECK (kind IN ('process', 'decision', 'form'))
);
INSERT INTO "binding" VALUES(2,'form','lending.form',1);
INSERT INTO "binding" VALUES(6,'process','evening',7);
CREATE TABLE buffered_message (
	id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	correlation_key VARCHAR(200), 
	payload TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	CONSTRAINT pk_buffered_message PRIMARY KEY (id)
);
INSERT INTO "buffered_message" VALUES(1,'arrived','P-ready','{}','2026-03-01 07:00:00.000000','2026-04-30 06:00:00.000000');
CREATE TABLE case_file (
	id INTEGER NOT NULL, 
	case_number VARCHAR(20) NOT NULL, 
	person_id INTEGER NOT NULL, 
	legal_circle VARCHAR(40) NOT NULL, 
	client_status VARCHAR(40) NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	team_id INTEGER NOT NULL, 
	caseworker_id INTEGER NOT NULL, 
	segment VARCHAR(40), 
	segment_scheme VARCHAR(40), 
	opened_on DATE NOT NULL, 
	opened_at DATETIME NOT NULL, 
	ended_on DATE, 
	end_reason TEXT NOT NULL, 
	continues_id INTEGER, 
	CONSTRAINT pk_case_file PRIMARY KEY (id), 
	CONSTRAINT ck_case_file_ended_cases_have_an_end CHECK ((state IN ('CLOSED', 'DEREGISTERED')) = (ended_on IS NOT NULL)), 
	CONSTRAINT ck_case_file_case_number CHECK (case_number LIKE 'F-____-______'), 
	CONSTRAINT ck_case_file_days_in_order CHECK (ended_on IS NULL OR ended_on >= opened_on), 
	CONSTRAINT fk_case_file_caseworker_id_user_account FOREIGN KEY(caseworker_id) REFERENCES user_account (id), 
	CONSTRAINT fk_case_file_continues_id_case_file FOREIGN KEY(continues_id) REFERENCES case_file (id), 
	CONSTRAINT fk_case_file_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_case_file_team_id_team FOREIGN KEY(team_id) REFERENCES team (id), 
	CONSTRAINT uq_case_file_case_number UNIQUE (case_number), 
	CONSTRAINT ck_case_file_legalcircle CHECK (legal_circle IN ('SGB2', 'SGB3')), 
	CONSTRAINT ck_case_file_clientstatus CHECK (client_status IN ('ARBEITSLOS', 'ARBEITSUCHEND', 'AUSBILDUNGSUCHEND', 'ANDERE')), 
	CONSTRAINT ck_case_file_casestate CHECK (state IN ('NEW', 'PROFILING', 'GOAL_SET', 'PLANNED', 'AGREED', 'IN_PROGRESS', 'FOLLOW_UP', 'EXEMPT', 'INTEGRATED_NEEDY', 'CLOSED', 'DEREGISTERED'))
);
CREATE TABLE competence (
	id INTEGER NOT NULL, 
	sheet_id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	level VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_competence PRIMARY KEY (id), 
	CONSTRAINT ck_competence_name CHECK (length(trim(name)) > 0), 
	CONSTRAINT fk_competence_sheet_id_profiling_sheet FOREIGN KEY(sheet_id) REFERENCES profiling_sheet (id) ON DELETE CASCADE, 
	CONSTRAINT ck_competence_competencekind CHECK (kind IN ('VOCATIONAL', 'CROSS')), 
	CONSTRAINT ck_competence_competencelevel CHECK (level IN ('BASIC', 'ADVANCED', 'EXPERT'))
);
CREATE TABLE consent (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	purpose VARCHAR(120) NOT NULL, 
	text_version VARCHAR(40) NOT NULL, 
	given_on DATE, 
	refused_on DATE, 
	withdrawn_on DATE, 
	form VARCHAR(40), 
	document_ref VARCHAR(120), 
	recorded_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_consent PRIMARY KEY (id), 
	CONSTRAINT ck_consent_given_or_refused CHECK ((given_on IS NULL) <> (refused_on IS NULL)), 
	CONSTRAINT ck_consent_given_in_a_form CHECK (given_on IS NULL OR form IS NOT NULL), 
	CONSTRAINT ck_consent_days_in_order CHECK (withdrawn_on IS NULL OR withdrawn_on >= given_on), 
	CONSTRAINT fk_consent_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id), 
	CONSTRAINT ck_consent_consentform CHECK (form IN ('WRITTEN', 'ELECTRONIC'))
);
CREATE TABLE counselling_note (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	appointment_id INTEGER, 
	sheet_id INTEGER, 
	subject VARCHAR(200) NOT NULL, 
	talk_held VARCHAR(40) NOT NULL, 
	talk_on DATE NOT NULL, 
	body TEXT NOT NULL, 
	written_at DATETIME NOT NULL, 
	written_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_counselling_note PRIMARY KEY (id), 
	CONSTRAINT ck_counselling_note_not_empty CHECK (length(trim(subject)) > 0 AND length(trim(body)) > 0), 
	CONSTRAINT fk_counselling_note_appointment_id_appointment FOREIGN KEY(appointment_id) REFERENCES appointment (id), 
	CONSTRAINT fk_counselling_note_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id), 
	CONSTRAINT fk_counselling_note_sheet_id_profiling_sheet FOREIGN KEY(sheet_id) REFERENCES profiling_sheet (id), 
	CONSTRAINT ck_counselling_note_talkheld CHECK (talk_held IN ('IN_PERSON', 'PHONE', 'VIDEO', 'NONE_FILE_BASED'))
);
CREATE TABLE decision_import (
	definition_id INTEGER NOT NULL, 
	namespace VARCHAR(300) NOT NULL, 
	resource_id INTEGER NOT NULL, 
	CONSTRAINT pk_decision_import PRIMARY KEY (definition_id, namespace), 
	CONSTRAINT fk_decision_import_definition_id_definition FOREIGN KEY(definition_id) REFERENCES definition (id) ON DELETE CASCADE, 
	CONSTRAINT fk_decision_import_resource_id_resource FOREIGN KEY(resource_id) REFERENCES resource (id)
);
CREATE TABLE definition (
	id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	"key" VARCHAR(200) NOT NULL, 
	version INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	resource_id INTEGER NOT NULL, 
	force_executable BOOLEAN NOT NULL, 
	comment TEXT NOT NULL, 
	CONSTRAINT pk_definition PRIMARY KEY (id), 
	CONSTRAINT fk_definition_resource_id_resource FOREIGN KEY(resource_id) REFERENCES resource (id), 
	CONSTRAINT uq_definition_kind_key_version UNIQUE (kind, "key", version), 
	CONSTRAINT ck_definition_definitionkind CHECK (kind IN ('process', 'decision', 'form'))
);
INSERT INTO "definition" VALUES(1,'form','lending.form',1,'lending',1,0,'');
INSERT INTO "definition" VALUES(2,'process','lending',1,'Lending',2,0,'');
INSERT INTO "definition" VALUES(3,'process','parcel',1,'Parcel',3,0,'');
INSERT INTO "definition" VALUES(4,'process','depot',1,'Depot',3,0,'');
INSERT INTO "definition" VALUES(5,'process','heartbeat',1,'Heartbeat',4,0,'');
INSERT INTO "definition" VALUES(6,'process','tour',1,'Tour',5,0,'');
INSERT INTO "definition" VALUES(7,'process','evening',1,'Evening',5,0,'');
CREATE TABLE employment_record (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	kind VARCHAR(60) NOT NULL, 
	employer VARCHAR(200) NOT NULL, 
	occupation VARCHAR(200) NOT NULL, 
	started_on DATE NOT NULL, 
	ended_on DATE, 
	weekly_hours INTEGER, 
	is_insured BOOLEAN NOT NULL, 
	marking VARCHAR(40) NOT NULL, 
	ends_need BOOLEAN, 
	after_care BOOLEAN, 
	after_care_reason TEXT NOT NULL, 
	after_care_until DATE, 
	recorded_at DATETIME NOT NULL, 
	recorded_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_employment_record PRIMARY KEY (id), 
	CONSTRAINT ck_employment_record_after_care_has_a_reason CHECK (marking <> 'INTEGRATION' OR after_care IS NULL OR length(trim(after_care_reason)) > 0), 
	CONSTRAINT ck_employment_record_days_in_order CHECK (ended_on IS NULL OR ended_on >= started_on), 
	CONSTRAINT ck_employment_record_weekly_hours CHECK (weekly_hours IS NULL OR weekly_hours BETWEEN 1 AND 80), 
	CONSTRAINT fk_employment_record_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id), 
	CONSTRAINT ck_employment_record_employmentmarking CHECK (marking IN ('INTEGRATION', 'CV'))
);
CREATE TABLE follow_up (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	appointment_id INTEGER, 
	held_on DATE NOT NULL, 
	comparison TEXT NOT NULL, 
	is_profile_confirmed BOOLEAN NOT NULL, 
	is_goal_confirmed BOOLEAN NOT NULL, 
	are_strategies_confirmed BOOLEAN NOT NULL, 
	review_note TEXT NOT NULL, 
	applications TEXT NOT NULL, 
	applications_skipped TEXT NOT NULL, 
	next_steps TEXT NOT NULL, 
	next_appointment_id INTEGER NOT NULL, 
	outcome VARCHAR(40) NOT NULL, 
	note_id INTEGER NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_follow_up PRIMARY KEY (id), 
	CONSTRAINT ck_follow_up_step_2_answered CHECK (is_profile_confirmed OR outcome <> 'UNCHANGED'), 
	CONSTRAINT ck_follow_up_step_3_answered CHECK (length(trim(applications)) > 0 OR length(trim(applications_skipped)) > 0), 
	CONSTRAINT ck_follow_up_step_1_answered CHECK (length(trim(comparison)) > 0), 
	CONSTRAINT ck_follow_up_step_4_answered CHECK (length(trim(next_steps)) > 0), 
	CONSTRAINT fk_follow_up_appointment_id_appointment FOREIGN KEY(appointment_id) REFERENCES appointment (id), 
	CONSTRAINT fk_follow_up_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id), 
	CONSTRAINT fk_follow_up_next_appointment_id_appointment FOREIGN KEY(next_appointment_id) REFERENCES appointment (id), 
	CONSTRAINT fk_follow_up_note_id_counselling_note FOREIGN KEY(note_id) REFERENCES counselling_note (id), 
	CONSTRAINT uq_follow_up_note_id UNIQUE (note_id), 
	CONSTRAINT ck_follow_up_followupoutcome CHECK (outcome IN ('UNCHANGED', 'PROFILE', 'GOAL', 'STRATEGY', 'AGREEMENT'))
);
CREATE TABLE goal (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	sheet_id INTEGER, 
	option VARCHAR(40) NOT NULL, 
	description TEXT NOT NULL, 
	set_on DATE NOT NULL, 
	target_date DATE NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	is_agreed_with_client BOOLEAN NOT NULL, 
	ended_on DATE, 
	end_reason TEXT NOT NULL, 
	set_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_goal PRIMARY KEY (id), 
	CONSTRAINT ck_goal_ended_has_a_day CHECK (state = 'ACTIVE' OR ended_on IS NOT NULL), 
	CONSTRAINT ck_goal_days_in_order CHECK (target_date > set_on), 
	CONSTRAINT fk_goal_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id), 
	CONSTRAINT fk_goal_sheet_id_profiling_sheet FOREIGN KEY(sheet_id) REFERENCES profiling_sheet (id), 
	CONSTRAINT ck_goal_goalstate CHECK (state IN ('ACTIVE', 'ACHIEVED', 'REPLACED', 'DROPPED'))
);
CREATE TABLE history_entry (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR(80) NOT NULL, 
	kind VARCHAR(60) NOT NULL, 
	instance_id INTEGER, 
	transition INTEGER, 
	definition_id INTEGER, 
	business_key VARCHAR(120), 
	process_key VARCHAR(200), 
	element_id VARCHAR(200), 
	token VARCHAR(32), 
	data TEXT NOT NULL, 
	CONSTRAINT pk_history_entry PRIMARY KEY (id), 
	CONSTRAINT fk_history_entry_definition_id_definition FOREIGN KEY(definition_id) REFERENCES definition (id), 
	CONSTRAINT fk_history_entry_instance_id_instance FOREIGN KEY(instance_id) REFERENCES instance (id)
);
INSERT INTO "history_entry" VALUES(1,'2026-01-05 07:00:00.000000','system','model.deployed',NULL,NULL,1,NULL,'lending.form',NULL,NULL,'{"kind":"form","version":1,"comment":""}');
INSERT INTO "history_entry" VALUES(2,'2026-01-05 07:00:00.000000','system','model.deployed',NULL,NULL,2,NULL,'lending',NULL,NULL,'{"kind":"process","version":1,"comment":""}');
INSERT INTO "history_entry" VALUES(3,'2026-01-05 07:00:00.000000','system','model.deployed',NULL,NULL,3,NULL,'parcel',NULL,NULL,'{"kind":"process","version":1,"comment":""}');
INSERT INTO "history_entry" VALUES(4,'2026-01-05 07:00:00.000000','system','model.deployed',NULL,NULL,4,NULL,'depot',NULL,NULL,'{"kind":"process","version":1,"comment":""}');
INSERT INTO "history_entry" VALUES(5,'2026-01-05 07:00:00.000000','system','model.deployed',NULL,NULL,5,NULL,'heartbeat',NULL,NULL,'{"kind":"process","version":1,"comment":""}');
INSERT INTO "history_entry" VALUES(6,'2026-01-05 07:00:00.000000','system','model.deployed',NULL,NULL,6,NULL,'tour',NULL,NULL,'{"kind":"process","version":1,"comment":""}');
INSERT INTO "history_entry" VALUES(7,'2026-01-05 07:00:00.000000','system','model.deployed',NULL,NULL,7,NULL,'evening',NULL,NULL,'{"kind":"process","version":1,"comment":""}');
INSERT INTO "history_entry" VALUES(8,'2026-01-05 07:00:00.000000','system','instance.started',1,1,2,'L-open','lending',NULL,NULL,'{}');
INSERT INTO "history_entry" VALUES(9,'2026-01-05 07:00:00.000000','system','element.completed',1,1,2,'L-open','lending','start','785205db5b21e2dd2672703348b73158','{}');
INSERT INTO "history_entry" VALUES(10,'2026-01-05 07:00:00.000000','system','task.created',1,1,2,'L-open','lending','hand_out','5ae0828c512d4e8c85f02f3f436115d6','{}');
INSERT INTO "history_entry" VALUES(11,'2026-01-05 07:00:00.000000','system','instance.started',2,1,2,'L-draft','lending',NULL,NULL,'{}');
INSERT INTO "history_entry" VALUES(12,'2026-01-05 07:00:00.000000','system','element.completed',2,1,2,'L-draft','lending','start','fb268eb930c35c5542944c553a135a73','{}');
INSERT INTO "history_entry" VALUES(13,'2026-01-05 07:00:00.000000','system','task.created',2,1,2,'L-draft','lending','hand_out','55b11419302a938af73aba56b041ea8c','{}');
INSERT INTO "history_entry" VALUES(14,'2026-01-05 07:00:00.000000','ada','task.claimed',2,NULL,NULL,'L-draft','lending','hand_out','55b11419302a938af73aba56b041ea8c','{}');
INSERT INTO "history_entry" VALUES(15,'2026-01-05 07:00:00.000000','system','instance.started',3,1,2,'L-lent','lending',NULL,NULL,'{}');
INSERT INTO "history_entry" VALUES(16,'2026-01-05 07:00:00.000000','system','element.completed',3,1,2,'L-lent','lending','start','250d812bd64a50bdef7facc9df3cd6c4','{}');
INSERT INTO "history_entry" VALUES(17,'2026-01-05 07:00:00.000000','system','task.created',3,1,2,'L-lent','lending','hand_out','feefa0dc435b95fa8b1bfb146387b602','{}');
INSERT INTO "history_entry" VALUES(18,'2026-01-05 07:00:00.000000','system','task.completed',3,2,2,'L-lent','lending','hand_out','feefa0dc435b95fa8b1bfb146387b602','{}');
INSERT INTO "history_entry" VALUES(19,'2026-01-05 07:00:00.000000','system','element.completed',3,2,2,'L-lent','lending','hand_out','feefa0dc435b95fa8b1bfb146387b602','{}');
INSERT INTO "history_entry" VALUES(20,'2026-01-05 07:00:00.000000','system','instance.started',4,1,2,'L-held','lending',NULL,NULL,'{}');
INSERT INTO "history_entry" VALUES(21,'2026-01-05 07:00:00.000000','system','element.completed',4,1,2,'L-held','lending','start','940ae51c6870136ff057c9857880e04b','{}');
INSERT INTO "history_entry" VALUES(22,'2026-01-05 07:00:00.000000','system','task.created',4,1,2,'L-held','lending','hand_out','d449989cc87b0830e29a259e93d48fb4','{}');
INSERT INTO "history_entry" VALUES(23,'2026-01-05 07:00:00.000000','system','task.completed',4,2,2,'L-held','lending','hand_out','d449989cc87b0830e29a259e93d48fb4','{}');
INSERT INTO "history_entry" VALUES(24,'2026-01-05 07:00:00.000000','system','element.completed',4,2,2,'L-held','lending','hand_out','d449989cc87b0830e29a259e93d48fb4','{}');
INSERT INTO "history_entry" VALUES(25,'2026-01-05 07:00:00.000000','system','instance.suspended',4,3,2,'L-held','lending',NULL,NULL,'{"reason":"audit"}');
INSERT INTO "history_entry" VALUES(26,'2026-01-05 07:00:00.000000','system','instance.started',5,1,2,'L-over','lending',NULL,NULL,'{}');
INSERT INTO "history_entry" VALUES(27,'2026-01-05 07:00:00.000000','system','element.completed',5,1,2,'L-over','lending','start','2e6a6376522e2fccc8ec3e5be990e533','{}');
INSERT INTO "history_entry" VALUES(28,'2026-01-05 07:00:00.000000','system','task.created',5,1,2,'L-over','lending','hand_out','0f56d7e440c82ec99bf144b520017a37','{}');
INSERT INTO "history_entry" VALUES(29,'2026-01-05 07:00:00.000000','ada','task.completed',5,2,2,'L-over','lending','hand_out','0f56d7e440c82ec99bf144b520017a37','{}');
INSERT INTO "history_entry" VALUES(30,'2026-01-05 07:00:00.000000','ada','element.completed',5,2,2,'L-over','lending','hand_out','0f56d7e440c82ec99bf144b520017a37','{}');
INSERT INTO "history_entry" VALUES(31,'2026-01-05 07:00:00.000000','system','message.correlated',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"message":"returned","delivered":1,"started":0,"buffered":false}');
INSERT INTO "history_entry" VALUES(32,'2026-01-05 07:00:00.000000','system','element.completed',5,3,2,'L-over','lending','wait','182ee6eec503b2745de085601c2a9791','{}');
INSERT INTO "history_entry" VALUES(33,'2026-01-05 07:00:00.000000','system','element.completed',5,3,2,'L-over','lending','returned','2aa39c70ddaba8b6f9d055c3e89f4827','{}');
INSERT INTO "history_entry" VALUES(34,'2026-01-05 07:00:00.000000','system','element.completed',5,3,2,'L-over','lending','again','60a862d0d8daa0f635e12f075beb969b','{}');
INSERT INTO "history_entry" VALUES(35,'2026-01-05 07:00:00.000000','system','element.completed',5,3,2,'L-over','lending','end','b5254c090db7682cf8224262dceb1603','{}');
INSERT INTO "history_entry" VALUES(36,'2026-01-05 07:00:00.000000','system','instance.completed',5,3,2,'L-over','lending',NULL,NULL,'{}');
INSERT INTO "history_entry" VALUES(37,'2026-01-05 07:00:00.000000','system','instance.started',6,1,6,'T-stops','tour',NULL,NULL,'{}');
INSERT INTO "history_entry" VALUES(38,'2026-01-05 07:00:00.000000','system','element.completed',6,1,6,'T-stops','tour','start','770ccbcea9ec42badc3b1ce2b971b501','{}');
INSERT INTO "history_entry" VALUES(39,'2026-01-05 07:00:00.000000','system','element.completed',6,1,6,'T-stops','tour','s_start','1201e4cf6810dc09c46f4c13d09419ba','{}');
INSERT INTO "history_entry" VALUES(40,'2026-01-05 07:00:00.000000','system','task.created',6,1,6,'T-stops','tour','visit','36042b719af7bb4f42519a06260253b0','{}');
INSERT INTO "history_entry" VALUES(41,'2026-01-05 07:00:00.000000','system','task.created',6,1,6,'T-stops','tour','visit','2026b2e3ae9b777f0b6450a559998469','{}');
INSERT INTO "history_entry" VALUES(42,'2026-01-05 07:00:00.000000','system','task.created',6,1,6,'T-stops','tour','visit','5a2877a4c4caddf11e335f90eb5af8e9','{}');
INSERT INTO "history_entry" VALUES(43,'2026-01-05 07:00:00.000000','system','instance.started',7,1,6,'T-evening','tour',NULL,NULL,'{}');
INSERT INTO "history_entry" VALUES(44,'2026-01-05 07:00:00.000000','system','element.completed',7,1,6,'T-evening','tour','start','0393438b6db90ca998b3012b9bca8f8c','{}');
INSERT INTO "history_entry" VALUES(45,'2026-01-05 07:00:00.000000','system','element.completed',7,1,6,'T-evening','tour','s_start','0307c557e6fd8c548763fd05d0f85302','{}');
INSERT INTO "history_entry" VALUES(46,'2026-01-05 07:00:00.000000','system','task.created',7,1,6,'T-evening','tour','visit','dd6e1bf78f4b523cb85e790d746fd5e7','{}');
INSERT INTO "history_entry" VALUES(47,'2026-01-05 07:00:00.000000','system','task.completed',7,2,6,'T-evening','tour','visit','dd6e1bf78f4b523cb85e790d746fd5e7','{}');
INSERT INTO "history_entry" VALUES(48,'2026-01-05 07:00:00.000000','system','element.completed',7,2,6,'T-evening','tour','visit','dd6e1bf78f4b523cb85e790d746fd5e7','{}');
INSERT INTO "history_entry" VALUES(49,'2026-01-05 07:00:00.000000','system','element.completed',7,2,6,'T-evening','tour','s_end','046647b9534980d5de8856d835438be5','{}');
INSERT INTO "history_entry" VALUES(50,'2026-01-05 07:00:00.000000','system','element.completed',7,2,6,'T-evening','tour','stops','df32781abd29821c7b00c00ed42fa9af','{}');
INSERT INTO "history_entry" VALUES(51,'2026-01-05 07:00:00.000000','system','element.completed',7,2,6,'T-evening','evening','e_start','e6481af577bfcdc4cdb38d1bd8aea00c','{}');
INSERT INTO "history_entry" VALUES(52,'2026-01-09 07:00:00.000000','system','instance.started',8,1,5,'H-1','heartbeat',NULL,NULL,'{}');
INSERT INTO "history_entry" VALUES(53,'2026-01-09 07:00:00.000000','system','element.completed',8,1,5,'H-1','heartbeat','start','63f60af9f0de3d5096bd2f2df42e5024','{}');
INSERT INTO "history_entry" VALUES(54,'2026-01-09 07:00:00.000000','system','instance.started',9,1,4,'D-1','depot',NULL,NULL,'{}');
INSERT INTO "history_entry" VALUES(55,'2026-01-09 07:00:00.000000','system','element.completed',9,1,4,'D-1','depot','open','3bea4b7eafdfee1587f0d2fc50c39d06','{}');
INSERT INTO "history_entry" VALUES(56,'2026-01-10 07:00:00.000000','system','timer.fired',8,2,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(57,'2026-01-10 07:00:00.000000','system','element.completed',8,2,5,'H-1','heartbeat','pause','129818d9da1dbff705932aafb3bbb31a','{}');
INSERT INTO "history_entry" VALUES(58,'2026-01-10 07:00:00.000000','system','element.completed',8,2,5,'H-1','heartbeat','count','e69193fa1b6388ffbb7c49d9eba37ede','{}');
INSERT INTO "history_entry" VALUES(59,'2026-01-10 07:00:00.000000','system','element.completed',8,2,5,'H-1','heartbeat','enough','38937058035c74dbeb1f40c7230ea2fd','{}');
INSERT INTO "history_entry" VALUES(60,'2026-01-11 07:00:00.000000','system','timer.fired',8,3,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(61,'2026-01-11 07:00:00.000000','system','element.completed',8,3,5,'H-1','heartbeat','pause','a79adfadb9d42ac73c4ebb4dd724229d','{}');
INSERT INTO "history_entry" VALUES(62,'2026-01-11 07:00:00.000000','system','element.completed',8,3,5,'H-1','heartbeat','count','affc7ef8362a17af77e94499bb7ae40f','{}');
INSERT INTO "history_entry" VALUES(63,'2026-01-11 07:00:00.000000','system','element.completed',8,3,5,'H-1','heartbeat','enough','6d04ca94325b52e4187f63a1d539cc07','{}');
INSERT INTO "history_entry" VALUES(64,'2026-01-12 07:00:00.000000','system','timer.fired',8,4,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(65,'2026-01-12 07:00:00.000000','system','element.completed',8,4,5,'H-1','heartbeat','pause','9b9844a3ce96e466bf8a26e3c30ab157','{}');
INSERT INTO "history_entry" VALUES(66,'2026-01-12 07:00:00.000000','system','element.completed',8,4,5,'H-1','heartbeat','count','3c67d257a7a0827d96e26296aa34989f','{}');
INSERT INTO "history_entry" VALUES(67,'2026-01-12 07:00:00.000000','system','element.completed',8,4,5,'H-1','heartbeat','enough','ca362372e524161da83484483fd240bf','{}');
INSERT INTO "history_entry" VALUES(68,'2026-01-13 07:00:00.000000','system','timer.fired',8,5,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(69,'2026-01-13 07:00:00.000000','system','element.completed',8,5,5,'H-1','heartbeat','pause','78960ee4caf1bfb8d46454b0ee25c5c9','{}');
INSERT INTO "history_entry" VALUES(70,'2026-01-13 07:00:00.000000','system','element.completed',8,5,5,'H-1','heartbeat','count','cf574f9ada3487a24da9a9e34c08bffa','{}');
INSERT INTO "history_entry" VALUES(71,'2026-01-13 07:00:00.000000','system','element.completed',8,5,5,'H-1','heartbeat','enough','a3f1e830cb6fde25ba81da2ed23ee705','{}');
INSERT INTO "history_entry" VALUES(72,'2026-01-14 07:00:00.000000','system','timer.fired',8,6,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(73,'2026-01-14 07:00:00.000000','system','element.completed',8,6,5,'H-1','heartbeat','pause','65061e565ae300e93d3f797492491aab','{}');
INSERT INTO "history_entry" VALUES(74,'2026-01-14 07:00:00.000000','system','element.completed',8,6,5,'H-1','heartbeat','count','52b78a222fde15a868efc116fbaf8f7c','{}');
INSERT INTO "history_entry" VALUES(75,'2026-01-14 07:00:00.000000','system','element.completed',8,6,5,'H-1','heartbeat','enough','827f1dabca1241f4c3018caa20a2af10','{}');
INSERT INTO "history_entry" VALUES(76,'2026-01-15 07:00:00.000000','system','timer.fired',7,3,6,'T-evening','tour',NULL,NULL,'{"element":"too_late","late_seconds":0}');
INSERT INTO "history_entry" VALUES(77,'2026-01-15 07:00:00.000000','system','element.cancelled',7,3,6,'T-evening','evening','forecast','edee03eccdcab192e6592ef36222c44d','{}');
INSERT INTO "history_entry" VALUES(78,'2026-01-15 07:00:00.000000','system','element.cancelled',7,3,6,'T-evening','tour','go_out','1a288b21ea37f2dfc10c60930315075c','{}');
INSERT INTO "history_entry" VALUES(79,'2026-01-15 07:00:00.000000','system','element.completed',7,3,6,'T-evening','tour','too_late','32e0ead451ee869c849df9918cb6c0c8','{}');
INSERT INTO "history_entry" VALUES(80,'2026-01-15 07:00:00.000000','system','task.created',7,3,6,'T-evening','tour','apologise','f0a24eccf33b47782ef2e8f6285f77d4','{}');
INSERT INTO "history_entry" VALUES(81,'2026-01-15 07:00:00.000000','system','timer.fired',8,7,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(82,'2026-01-15 07:00:00.000000','system','element.completed',8,7,5,'H-1','heartbeat','pause','ecfe42cbdb1cde63ecd2904c171763f5','{}');
INSERT INTO "history_entry" VALUES(83,'2026-01-15 07:00:00.000000','system','element.completed',8,7,5,'H-1','heartbeat','count','5c5a05748c7e4deba20996361435c95a','{}');
INSERT INTO "history_entry" VALUES(84,'2026-01-15 07:00:00.000000','system','element.completed',8,7,5,'H-1','heartbeat','enough','918eaf4025481496512768013b06aae7','{}');
INSERT INTO "history_entry" VALUES(85,'2026-01-16 07:00:00.000000','system','timer.fired',8,8,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(86,'2026-01-16 07:00:00.000000','system','element.completed',8,8,5,'H-1','heartbeat','pause','3402ce52ea2be42667c05375177903af','{}');
INSERT INTO "history_entry" VALUES(87,'2026-01-16 07:00:00.000000','system','element.completed',8,8,5,'H-1','heartbeat','count','8edb90dead934e4c142550822169e4e7','{}');
INSERT INTO "history_entry" VALUES(88,'2026-01-16 07:00:00.000000','system','element.completed',8,8,5,'H-1','heartbeat','enough','9df3272ac12ee9afef51fd0aa9751db3','{}');
INSERT INTO "history_entry" VALUES(89,'2026-01-17 07:00:00.000000','system','timer.fired',8,9,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(90,'2026-01-17 07:00:00.000000','system','element.completed',8,9,5,'H-1','heartbeat','pause','b504bd01a210e33e1200479ecd920279','{}');
INSERT INTO "history_entry" VALUES(91,'2026-01-17 07:00:00.000000','system','element.completed',8,9,5,'H-1','heartbeat','count','f8662524274cd7db8b8f69fc65fe923c','{}');
INSERT INTO "history_entry" VALUES(92,'2026-01-17 07:00:00.000000','system','element.completed',8,9,5,'H-1','heartbeat','enough','63b026fb64fee5fffbe3a86d7929f9ab','{}');
INSERT INTO "history_entry" VALUES(93,'2026-01-18 07:00:00.000000','system','timer.fired',8,10,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(94,'2026-01-18 07:00:00.000000','system','element.completed',8,10,5,'H-1','heartbeat','pause','4bb7e0d6126ba26477e43f912e4b322d','{}');
INSERT INTO "history_entry" VALUES(95,'2026-01-18 07:00:00.000000','system','element.completed',8,10,5,'H-1','heartbeat','count','8fc1c00641bedc80c3332b962d32527d','{}');
INSERT INTO "history_entry" VALUES(96,'2026-01-18 07:00:00.000000','system','element.completed',8,10,5,'H-1','heartbeat','enough','50d7700a259720fdb01cb8af91f9461f','{}');
INSERT INTO "history_entry" VALUES(97,'2026-01-19 07:00:00.000000','system','timer.fired',8,11,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(98,'2026-01-19 07:00:00.000000','system','element.completed',8,11,5,'H-1','heartbeat','pause','0f8a8c8d380d46e4b235a8517d9e656a','{}');
INSERT INTO "history_entry" VALUES(99,'2026-01-19 07:00:00.000000','system','element.completed',8,11,5,'H-1','heartbeat','count','08c2c235852abc21c99ebe1b728879ad','{}');
INSERT INTO "history_entry" VALUES(100,'2026-01-19 07:00:00.000000','system','element.completed',8,11,5,'H-1','heartbeat','enough','4bea7d020a48f36c4ac4a7a65c51bf21','{}');
INSERT INTO "history_entry" VALUES(101,'2026-01-20 07:00:00.000000','system','timer.fired',8,12,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(102,'2026-01-20 07:00:00.000000','system','element.completed',8,12,5,'H-1','heartbeat','pause','01bc75f320076e4079d9b080a5dd6dc7','{}');
INSERT INTO "history_entry" VALUES(103,'2026-01-20 07:00:00.000000','system','element.completed',8,12,5,'H-1','heartbeat','count','6ae0ffb60a0544bef0d55d7185fe057a','{}');
INSERT INTO "history_entry" VALUES(104,'2026-01-20 07:00:00.000000','system','element.completed',8,12,5,'H-1','heartbeat','enough','c531d7efea95ae2b4f01f31f4b9d5353','{}');
INSERT INTO "history_entry" VALUES(105,'2026-01-21 07:00:00.000000','system','timer.fired',8,13,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(106,'2026-01-21 07:00:00.000000','system','element.completed',8,13,5,'H-1','heartbeat','pause','7f1b762fe6bd3d8c17d285664c4e1023','{}');
INSERT INTO "history_entry" VALUES(107,'2026-01-21 07:00:00.000000','system','element.completed',8,13,5,'H-1','heartbeat','count','4cfe2884d88135f16af95012c1dc78a8','{}');
INSERT INTO "history_entry" VALUES(108,'2026-01-21 07:00:00.000000','system','element.completed',8,13,5,'H-1','heartbeat','enough','81518b8946b27e35072e409626f5f0a6','{}');
INSERT INTO "history_entry" VALUES(109,'2026-01-22 07:00:00.000000','system','timer.fired',8,14,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(110,'2026-01-22 07:00:00.000000','system','element.completed',8,14,5,'H-1','heartbeat','pause','0f3bc5c592ca4a789eee459129ca7da6','{}');
INSERT INTO "history_entry" VALUES(111,'2026-01-22 07:00:00.000000','system','element.completed',8,14,5,'H-1','heartbeat','count','57e013348090625019a6734600bbb93d','{}');
INSERT INTO "history_entry" VALUES(112,'2026-01-22 07:00:00.000000','system','element.completed',8,14,5,'H-1','heartbeat','enough','1ac11a522958041c742d613905184216','{}');
INSERT INTO "history_entry" VALUES(113,'2026-01-23 07:00:00.000000','system','timer.fired',8,15,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(114,'2026-01-23 07:00:00.000000','system','element.completed',8,15,5,'H-1','heartbeat','pause','2782b99658d271295dcca8ee16218714','{}');
INSERT INTO "history_entry" VALUES(115,'2026-01-23 07:00:00.000000','system','element.completed',8,15,5,'H-1','heartbeat','count','294745f8e19af2a99271a3216f11761f','{}');
INSERT INTO "history_entry" VALUES(116,'2026-01-23 07:00:00.000000','system','element.completed',8,15,5,'H-1','heartbeat','enough','4bf8b09e22f15c2f2642af0b67e6b8c9','{}');
INSERT INTO "history_entry" VALUES(117,'2026-01-24 07:00:00.000000','system','timer.fired',8,16,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(118,'2026-01-24 07:00:00.000000','system','element.completed',8,16,5,'H-1','heartbeat','pause','fbaa253e2547fab5f0874fa42ef216ed','{}');
INSERT INTO "history_entry" VALUES(119,'2026-01-24 07:00:00.000000','system','element.completed',8,16,5,'H-1','heartbeat','count','12d6e0057ccaa4b090957845ac67e10e','{}');
INSERT INTO "history_entry" VALUES(120,'2026-01-24 07:00:00.000000','system','element.completed',8,16,5,'H-1','heartbeat','enough','5f2ca323f3890c87c6f2df91b5042c68','{}');
INSERT INTO "history_entry" VALUES(121,'2026-01-25 07:00:00.000000','system','timer.fired',8,17,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(122,'2026-01-25 07:00:00.000000','system','element.completed',8,17,5,'H-1','heartbeat','pause','abf5cd6feb7a275cbbee7f625b4d03e5','{}');
INSERT INTO "history_entry" VALUES(123,'2026-01-25 07:00:00.000000','system','element.completed',8,17,5,'H-1','heartbeat','count','d45aa294d9319085ca123baa05d03a12','{}');
INSERT INTO "history_entry" VALUES(124,'2026-01-25 07:00:00.000000','system','element.completed',8,17,5,'H-1','heartbeat','enough','c15ecc63fc1c7870dabc97f8526969ff','{}');
INSERT INTO "history_entry" VALUES(125,'2026-01-26 07:00:00.000000','system','timer.fired',8,18,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(126,'2026-01-26 07:00:00.000000','system','element.completed',8,18,5,'H-1','heartbeat','pause','ed0ce29ec770812e05ddf922193fe79e','{}');
INSERT INTO "history_entry" VALUES(127,'2026-01-26 07:00:00.000000','system','element.completed',8,18,5,'H-1','heartbeat','count','928f91afe86b7436ac6f5bf49c4c3da1','{}');
INSERT INTO "history_entry" VALUES(128,'2026-01-26 07:00:00.000000','system','element.completed',8,18,5,'H-1','heartbeat','enough','c98fbdefc3bb49457094f66738ec0423','{}');
INSERT INTO "history_entry" VALUES(129,'2026-01-27 07:00:00.000000','system','timer.fired',8,19,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(130,'2026-01-27 07:00:00.000000','system','element.completed',8,19,5,'H-1','heartbeat','pause','5491cb198107a95a1745608c9afb4ad5','{}');
INSERT INTO "history_entry" VALUES(131,'2026-01-27 07:00:00.000000','system','element.completed',8,19,5,'H-1','heartbeat','count','eb46fde1012491092e258cf542645ab7','{}');
INSERT INTO "history_entry" VALUES(132,'2026-01-27 07:00:00.000000','system','element.completed',8,19,5,'H-1','heartbeat','enough','81f4a159c7cfe3c11490a420eb66ad21','{}');
INSERT INTO "history_entry" VALUES(133,'2026-01-28 07:00:00.000000','system','timer.fired',8,20,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(134,'2026-01-28 07:00:00.000000','system','element.completed',8,20,5,'H-1','heartbeat','pause','eff698deac347003749c8b86f351167f','{}');
INSERT INTO "history_entry" VALUES(135,'2026-01-28 07:00:00.000000','system','element.completed',8,20,5,'H-1','heartbeat','count','5d812901f8af10dcf5e4956801bd02f7','{}');
INSERT INTO "history_entry" VALUES(136,'2026-01-28 07:00:00.000000','system','element.completed',8,20,5,'H-1','heartbeat','enough','f8134f6eaa698f5c03027b88004e488c','{}');
INSERT INTO "history_entry" VALUES(137,'2026-01-29 07:00:00.000000','system','timer.fired',8,21,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(138,'2026-01-29 07:00:00.000000','system','element.completed',8,21,5,'H-1','heartbeat','pause','4a06f03bf1e9b9a9beca654322915294','{}');
INSERT INTO "history_entry" VALUES(139,'2026-01-29 07:00:00.000000','system','element.completed',8,21,5,'H-1','heartbeat','count','989750b151f1583931fd4fbbee2ce5bc','{}');
INSERT INTO "history_entry" VALUES(140,'2026-01-29 07:00:00.000000','system','element.completed',8,21,5,'H-1','heartbeat','enough','9641b658c839967fb2989e1804edf189','{}');
INSERT INTO "history_entry" VALUES(141,'2026-01-30 07:00:00.000000','system','timer.fired',8,22,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(142,'2026-01-30 07:00:00.000000','system','element.completed',8,22,5,'H-1','heartbeat','pause','c6bbea9b65425036705eb93d474556de','{}');
INSERT INTO "history_entry" VALUES(143,'2026-01-30 07:00:00.000000','system','element.completed',8,22,5,'H-1','heartbeat','count','767aad6d447b0ea483a20a23e3ded337','{}');
INSERT INTO "history_entry" VALUES(144,'2026-01-30 07:00:00.000000','system','element.completed',8,22,5,'H-1','heartbeat','enough','52393f91d593053077a52a8dfd628d69','{}');
INSERT INTO "history_entry" VALUES(145,'2026-01-31 07:00:00.000000','system','timer.fired',8,23,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(146,'2026-01-31 07:00:00.000000','system','element.completed',8,23,5,'H-1','heartbeat','pause','59ae6f2ddf6af2a9c1515c3c66380e38','{}');
INSERT INTO "history_entry" VALUES(147,'2026-01-31 07:00:00.000000','system','element.completed',8,23,5,'H-1','heartbeat','count','b0c5019b3d95cc50cdd12a3d4c6fd4e1','{}');
INSERT INTO "history_entry" VALUES(148,'2026-01-31 07:00:00.000000','system','element.completed',8,23,5,'H-1','heartbeat','enough','89dc30925598454e6dfe1a57b9b6d9fd','{}');
INSERT INTO "history_entry" VALUES(149,'2026-02-01 07:00:00.000000','system','timer.fired',8,24,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(150,'2026-02-01 07:00:00.000000','system','element.completed',8,24,5,'H-1','heartbeat','pause','256e4653db4bbf1f8f85bc5a53a8e655','{}');
INSERT INTO "history_entry" VALUES(151,'2026-02-01 07:00:00.000000','system','element.completed',8,24,5,'H-1','heartbeat','count','f734b85f75c4b752868efd353748066b','{}');
INSERT INTO "history_entry" VALUES(152,'2026-02-01 07:00:00.000000','system','element.completed',8,24,5,'H-1','heartbeat','enough','c64e1cdf256ff23a1593684e32c02dac','{}');
INSERT INTO "history_entry" VALUES(153,'2026-02-02 07:00:00.000000','system','timer.fired',3,3,2,'L-lent','lending',NULL,NULL,'{"element":"overdue","late_seconds":0}');
INSERT INTO "history_entry" VALUES(154,'2026-02-02 07:00:00.000000','system','element.completed',3,3,2,'L-lent','lending','wait','61655c096d21dbd7fbeb1a4012e3025b','{}');
INSERT INTO "history_entry" VALUES(155,'2026-02-02 07:00:00.000000','system','element.completed',3,3,2,'L-lent','lending','overdue','b0e562cfa70ce88ecb1fa623a16af624','{}');
INSERT INTO "history_entry" VALUES(156,'2026-02-02 07:00:00.000000','system','task.created',3,3,2,'L-lent','lending','remind','bc5e0d9adc81b1fa2d375eb01837c375','{}');
INSERT INTO "history_entry" VALUES(157,'2026-02-02 07:00:00.000000','system','timer.fired',8,25,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(158,'2026-02-02 07:00:00.000000','system','element.completed',8,25,5,'H-1','heartbeat','pause','b4b75a78c82b3b36578f5277d743acbd','{}');
INSERT INTO "history_entry" VALUES(159,'2026-02-02 07:00:00.000000','system','element.completed',8,25,5,'H-1','heartbeat','count','453b4da247d17c17296d7b435806724f','{}');
INSERT INTO "history_entry" VALUES(160,'2026-02-02 07:00:00.000000','system','element.completed',8,25,5,'H-1','heartbeat','enough','975bb552992944279c927c58f61a057f','{}');
INSERT INTO "history_entry" VALUES(161,'2026-02-03 07:00:00.000000','system','timer.fired',8,26,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(162,'2026-02-03 07:00:00.000000','system','element.completed',8,26,5,'H-1','heartbeat','pause','93f7f4240579c417791ad5a521818455','{}');
INSERT INTO "history_entry" VALUES(163,'2026-02-03 07:00:00.000000','system','element.completed',8,26,5,'H-1','heartbeat','count','e2d545face4e724b8fd7da747e4f2797','{}');
INSERT INTO "history_entry" VALUES(164,'2026-02-03 07:00:00.000000','system','element.completed',8,26,5,'H-1','heartbeat','enough','593ee478bb2f1b5c78269579c16c7e20','{}');
INSERT INTO "history_entry" VALUES(165,'2026-02-04 07:00:00.000000','system','timer.fired',8,27,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(166,'2026-02-04 07:00:00.000000','system','element.completed',8,27,5,'H-1','heartbeat','pause','2bb460f06445c4c9a36f4d0a51bf90ec','{}');
INSERT INTO "history_entry" VALUES(167,'2026-02-04 07:00:00.000000','system','element.completed',8,27,5,'H-1','heartbeat','count','62a0a5a3a9aaeb33ae07382d68114700','{}');
INSERT INTO "history_entry" VALUES(168,'2026-02-04 07:00:00.000000','system','element.completed',8,27,5,'H-1','heartbeat','enough','96532f2554973f2e11d344cc79bd39ad','{}');
INSERT INTO "history_entry" VALUES(169,'2026-02-05 07:00:00.000000','system','timer.fired',6,2,6,'T-stops','tour',NULL,NULL,'{"element":"every_month","late_seconds":0}');
INSERT INTO "history_entry" VALUES(170,'2026-02-05 07:00:00.000000','system','element.completed',6,2,6,'T-stops','tour','every_month','889ee25e56a3752cf5b8ff2f3317afa2','{}');
INSERT INTO "history_entry" VALUES(171,'2026-02-05 07:00:00.000000','system','element.completed',6,2,6,'T-stops','tour','count','da1eb7ac06f5b9556a0e89c52fd002c4','{}');
INSERT INTO "history_entry" VALUES(172,'2026-02-05 07:00:00.000000','system','element.completed',6,2,6,'T-stops','tour','counted','7662b63841acd704f510d6954b977822','{}');
INSERT INTO "history_entry" VALUES(173,'2026-02-05 07:00:00.000000','system','timer.fired',8,28,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(174,'2026-02-05 07:00:00.000000','system','element.completed',8,28,5,'H-1','heartbeat','pause','1ec78620e29052f042db60ea7982d3a8','{}');
INSERT INTO "history_entry" VALUES(175,'2026-02-05 07:00:00.000000','system','element.completed',8,28,5,'H-1','heartbeat','count','ee9ae91f05a993f2f6b06f5dddfd3007','{}');
INSERT INTO "history_entry" VALUES(176,'2026-02-05 07:00:00.000000','system','element.completed',8,28,5,'H-1','heartbeat','enough','672c6249fe572168cfb649aa4026f92c','{}');
INSERT INTO "history_entry" VALUES(177,'2026-02-06 07:00:00.000000','system','timer.fired',8,29,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(178,'2026-02-06 07:00:00.000000','system','element.completed',8,29,5,'H-1','heartbeat','pause','bc7d6b4c1e031f2791c0fa33cca53463','{}');
INSERT INTO "history_entry" VALUES(179,'2026-02-06 07:00:00.000000','system','element.completed',8,29,5,'H-1','heartbeat','count','501fb40533f4d11fdd42533bc26f20ad','{}');
INSERT INTO "history_entry" VALUES(180,'2026-02-06 07:00:00.000000','system','element.completed',8,29,5,'H-1','heartbeat','enough','79ee160d4b5f51008a96404cd4c9f56f','{}');
INSERT INTO "history_entry" VALUES(181,'2026-02-07 07:00:00.000000','system','timer.fired',8,30,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(182,'2026-02-07 07:00:00.000000','system','element.completed',8,30,5,'H-1','heartbeat','pause','516aafa317bade96e9c0133df48aa2cb','{}');
INSERT INTO "history_entry" VALUES(183,'2026-02-07 07:00:00.000000','system','element.completed',8,30,5,'H-1','heartbeat','count','583f100a33404ac1801cecf54640f3a1','{}');
INSERT INTO "history_entry" VALUES(184,'2026-02-07 07:00:00.000000','system','element.completed',8,30,5,'H-1','heartbeat','enough','fc5fad947d461d882f5b6188d9f903c2','{}');
INSERT INTO "history_entry" VALUES(185,'2026-02-08 07:00:00.000000','system','timer.fired',8,31,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(186,'2026-02-08 07:00:00.000000','system','element.completed',8,31,5,'H-1','heartbeat','pause','435b39d9cc3d4343ce1f16b93ba2389b','{}');
INSERT INTO "history_entry" VALUES(187,'2026-02-08 07:00:00.000000','system','element.completed',8,31,5,'H-1','heartbeat','count','b403e56072a32787ba19286d12374de2','{}');
INSERT INTO "history_entry" VALUES(188,'2026-02-08 07:00:00.000000','system','element.completed',8,31,5,'H-1','heartbeat','enough','f9656df6a4846176502fc35c5185071d','{}');
INSERT INTO "history_entry" VALUES(189,'2026-02-09 07:00:00.000000','system','timer.fired',8,32,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(190,'2026-02-09 07:00:00.000000','system','element.completed',8,32,5,'H-1','heartbeat','pause','0f2b545f63af3ee5fad887341732193d','{}');
INSERT INTO "history_entry" VALUES(191,'2026-02-09 07:00:00.000000','system','element.completed',8,32,5,'H-1','heartbeat','count','d56812475fff54372ec829f91f290768','{}');
INSERT INTO "history_entry" VALUES(192,'2026-02-09 07:00:00.000000','system','element.completed',8,32,5,'H-1','heartbeat','enough','ed7e19c520aefab34a09b6696685ffa4','{}');
INSERT INTO "history_entry" VALUES(193,'2026-02-10 07:00:00.000000','system','timer.fired',8,33,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(194,'2026-02-10 07:00:00.000000','system','element.completed',8,33,5,'H-1','heartbeat','pause','6e04291425819b27d6457e787eae64d2','{}');
INSERT INTO "history_entry" VALUES(195,'2026-02-10 07:00:00.000000','system','element.completed',8,33,5,'H-1','heartbeat','count','5458a460f7921806e1725e4d3d21a77f','{}');
INSERT INTO "history_entry" VALUES(196,'2026-02-10 07:00:00.000000','system','element.completed',8,33,5,'H-1','heartbeat','enough','22b3814cf18c3b418a0fefdf71d7a24b','{}');
INSERT INTO "history_entry" VALUES(197,'2026-02-11 07:00:00.000000','system','timer.fired',8,34,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(198,'2026-02-11 07:00:00.000000','system','element.completed',8,34,5,'H-1','heartbeat','pause','625cd84d21fe13e24fc7c4e78e080355','{}');
INSERT INTO "history_entry" VALUES(199,'2026-02-11 07:00:00.000000','system','element.completed',8,34,5,'H-1','heartbeat','count','9ac9444cd442835927501e21b413ea61','{}');
INSERT INTO "history_entry" VALUES(200,'2026-02-11 07:00:00.000000','system','element.completed',8,34,5,'H-1','heartbeat','enough','8d292052e2c1cecb82b350b19a4b9280','{}');
INSERT INTO "history_entry" VALUES(201,'2026-02-12 07:00:00.000000','system','timer.fired',8,35,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(202,'2026-02-12 07:00:00.000000','system','element.completed',8,35,5,'H-1','heartbeat','pause','5e59aa5b1592b3c1c9fe0b86440999b9','{}');
INSERT INTO "history_entry" VALUES(203,'2026-02-12 07:00:00.000000','system','element.completed',8,35,5,'H-1','heartbeat','count','3ec70aaa3bc201b1b5d048f632a65e17','{}');
INSERT INTO "history_entry" VALUES(204,'2026-02-12 07:00:00.000000','system','element.completed',8,35,5,'H-1','heartbeat','enough','62a71702a4437596b2bd471f5884a0ed','{}');
INSERT INTO "history_entry" VALUES(205,'2026-02-13 07:00:00.000000','system','timer.fired',8,36,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(206,'2026-02-13 07:00:00.000000','system','element.completed',8,36,5,'H-1','heartbeat','pause','70473fce644eb8000b08f1dddd0cc2c4','{}');
INSERT INTO "history_entry" VALUES(207,'2026-02-13 07:00:00.000000','system','element.completed',8,36,5,'H-1','heartbeat','count','c11446a056bfb20938378ba983933465','{}');
INSERT INTO "history_entry" VALUES(208,'2026-02-13 07:00:00.000000','system','element.completed',8,36,5,'H-1','heartbeat','enough','e679b3a5c045defbba5c68e78887c5cf','{}');
INSERT INTO "history_entry" VALUES(209,'2026-02-14 07:00:00.000000','system','timer.fired',8,37,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(210,'2026-02-14 07:00:00.000000','system','element.completed',8,37,5,'H-1','heartbeat','pause','0c5f37b4f12c46e4c897aa2a994c7bfe','{}');
INSERT INTO "history_entry" VALUES(211,'2026-02-14 07:00:00.000000','system','element.completed',8,37,5,'H-1','heartbeat','count','8d1457de50e1d349235a87ad102088b4','{}');
INSERT INTO "history_entry" VALUES(212,'2026-02-14 07:00:00.000000','system','element.completed',8,37,5,'H-1','heartbeat','enough','b13738ea88b53c57a480b6c75ad2b685','{}');
INSERT INTO "history_entry" VALUES(213,'2026-02-15 07:00:00.000000','system','timer.fired',8,38,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(214,'2026-02-15 07:00:00.000000','system','element.completed',8,38,5,'H-1','heartbeat','pause','cfe52c2a8b86da984ddc695224915503','{}');
INSERT INTO "history_entry" VALUES(215,'2026-02-15 07:00:00.000000','system','element.completed',8,38,5,'H-1','heartbeat','count','51fba526c97ae5c89550d7b203ad2437','{}');
INSERT INTO "history_entry" VALUES(216,'2026-02-15 07:00:00.000000','system','element.completed',8,38,5,'H-1','heartbeat','enough','3c45554f8649e24f05d0cf35aa9776b8','{}');
INSERT INTO "history_entry" VALUES(217,'2026-02-16 07:00:00.000000','system','timer.fired',8,39,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(218,'2026-02-16 07:00:00.000000','system','element.completed',8,39,5,'H-1','heartbeat','pause','80334b50f9b33b2af99096d57d3ba65a','{}');
INSERT INTO "history_entry" VALUES(219,'2026-02-16 07:00:00.000000','system','element.completed',8,39,5,'H-1','heartbeat','count','9cfc634d867cd3ccea234e632e6e25d3','{}');
INSERT INTO "history_entry" VALUES(220,'2026-02-16 07:00:00.000000','system','element.completed',8,39,5,'H-1','heartbeat','enough','8497dca742c7aaa477a92305a17953ac','{}');
INSERT INTO "history_entry" VALUES(221,'2026-02-17 07:00:00.000000','system','timer.fired',8,40,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(222,'2026-02-17 07:00:00.000000','system','element.completed',8,40,5,'H-1','heartbeat','pause','670dd2efee02c3129842a696d3a4a50c','{}');
INSERT INTO "history_entry" VALUES(223,'2026-02-17 07:00:00.000000','system','element.completed',8,40,5,'H-1','heartbeat','count','a3b6e19fb81fd69eb79794eeaa505c55','{}');
INSERT INTO "history_entry" VALUES(224,'2026-02-17 07:00:00.000000','system','element.completed',8,40,5,'H-1','heartbeat','enough','ebe7a8eae5e4302e218ec689fbb85929','{}');
INSERT INTO "history_entry" VALUES(225,'2026-02-18 07:00:00.000000','system','timer.fired',8,41,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(226,'2026-02-18 07:00:00.000000','system','element.completed',8,41,5,'H-1','heartbeat','pause','8460a758331088da6111bbde6a7d25b5','{}');
INSERT INTO "history_entry" VALUES(227,'2026-02-18 07:00:00.000000','system','element.completed',8,41,5,'H-1','heartbeat','count','3f56ab4047fca1ca5a51094ee5e332df','{}');
INSERT INTO "history_entry" VALUES(228,'2026-02-18 07:00:00.000000','system','element.completed',8,41,5,'H-1','heartbeat','enough','ae1515b7677b5d70a974b0b842e49e20','{}');
INSERT INTO "history_entry" VALUES(229,'2026-02-19 07:00:00.000000','system','timer.fired',8,42,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(230,'2026-02-19 07:00:00.000000','system','element.completed',8,42,5,'H-1','heartbeat','pause','2990f19ef40cb5618e3519cc6869ad2e','{}');
INSERT INTO "history_entry" VALUES(231,'2026-02-19 07:00:00.000000','system','element.completed',8,42,5,'H-1','heartbeat','count','214256f06d0d34a5e7f9763b09dc8f2c','{}');
INSERT INTO "history_entry" VALUES(232,'2026-02-19 07:00:00.000000','system','element.completed',8,42,5,'H-1','heartbeat','enough','c0ae022a1aa18425bc2cf9b949e9bcfe','{}');
INSERT INTO "history_entry" VALUES(233,'2026-02-20 07:00:00.000000','system','timer.fired',8,43,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(234,'2026-02-20 07:00:00.000000','system','element.completed',8,43,5,'H-1','heartbeat','pause','de764538c03335f097b5d5a115f93ee6','{}');
INSERT INTO "history_entry" VALUES(235,'2026-02-20 07:00:00.000000','system','element.completed',8,43,5,'H-1','heartbeat','count','2ef499b86d90ae24fa379871361ce69a','{}');
INSERT INTO "history_entry" VALUES(236,'2026-02-20 07:00:00.000000','system','element.completed',8,43,5,'H-1','heartbeat','enough','eab8148bd744255d8d2e7a5f3e837920','{}');
INSERT INTO "history_entry" VALUES(237,'2026-02-21 07:00:00.000000','system','timer.fired',8,44,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(238,'2026-02-21 07:00:00.000000','system','element.completed',8,44,5,'H-1','heartbeat','pause','6d46b125eda6c82a20e95395ea070af6','{}');
INSERT INTO "history_entry" VALUES(239,'2026-02-21 07:00:00.000000','system','element.completed',8,44,5,'H-1','heartbeat','count','3b678663c781e7e2ac0bc9341e85dc05','{}');
INSERT INTO "history_entry" VALUES(240,'2026-02-21 07:00:00.000000','system','element.completed',8,44,5,'H-1','heartbeat','enough','6bbd87c4caf422b26d6e3eeba38b45b6','{}');
INSERT INTO "history_entry" VALUES(241,'2026-02-22 07:00:00.000000','system','timer.fired',8,45,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(242,'2026-02-22 07:00:00.000000','system','element.completed',8,45,5,'H-1','heartbeat','pause','77875103583b7c03f4f10bd8858f0645','{}');
INSERT INTO "history_entry" VALUES(243,'2026-02-22 07:00:00.000000','system','element.completed',8,45,5,'H-1','heartbeat','count','1713756b51c3912bce6d88c9074d8e6b','{}');
INSERT INTO "history_entry" VALUES(244,'2026-02-22 07:00:00.000000','system','element.completed',8,45,5,'H-1','heartbeat','enough','21c926e639808259f67e0df9e59226d1','{}');
INSERT INTO "history_entry" VALUES(245,'2026-02-23 07:00:00.000000','system','timer.fired',8,46,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(246,'2026-02-23 07:00:00.000000','system','element.completed',8,46,5,'H-1','heartbeat','pause','780f86c719b5dc6cb4277178ef3ecab6','{}');
INSERT INTO "history_entry" VALUES(247,'2026-02-23 07:00:00.000000','system','element.completed',8,46,5,'H-1','heartbeat','count','387912cb0554690744a23ef84e2c15d0','{}');
INSERT INTO "history_entry" VALUES(248,'2026-02-23 07:00:00.000000','system','element.completed',8,46,5,'H-1','heartbeat','enough','1fbbe7d94a379cb696c64df6a34b5b65','{}');
INSERT INTO "history_entry" VALUES(249,'2026-02-24 07:00:00.000000','system','timer.fired',8,47,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(250,'2026-02-24 07:00:00.000000','system','element.completed',8,47,5,'H-1','heartbeat','pause','62e5c5cfa121591af1bcdab2bf6bd0b1','{}');
INSERT INTO "history_entry" VALUES(251,'2026-02-24 07:00:00.000000','system','element.completed',8,47,5,'H-1','heartbeat','count','9c61d05150ccffc900b083883fc40608','{}');
INSERT INTO "history_entry" VALUES(252,'2026-02-24 07:00:00.000000','system','element.completed',8,47,5,'H-1','heartbeat','enough','1f981b256e2ae2e467d918a57ae51f39','{}');
INSERT INTO "history_entry" VALUES(253,'2026-02-25 07:00:00.000000','system','timer.fired',8,48,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(254,'2026-02-25 07:00:00.000000','system','element.completed',8,48,5,'H-1','heartbeat','pause','9d16505a9c22993a2701a7cc47fad3ac','{}');
INSERT INTO "history_entry" VALUES(255,'2026-02-25 07:00:00.000000','system','element.completed',8,48,5,'H-1','heartbeat','count','ccd9ef5fd0ea09055c49e6060a73d55f','{}');
INSERT INTO "history_entry" VALUES(256,'2026-02-25 07:00:00.000000','system','element.completed',8,48,5,'H-1','heartbeat','enough','a76871e0236774288a994b8a9840c7bd','{}');
INSERT INTO "history_entry" VALUES(257,'2026-02-26 07:00:00.000000','system','timer.fired',8,49,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(258,'2026-02-26 07:00:00.000000','system','element.completed',8,49,5,'H-1','heartbeat','pause','a01c0073f6d6d76af499495be262ae1a','{}');
INSERT INTO "history_entry" VALUES(259,'2026-02-26 07:00:00.000000','system','element.completed',8,49,5,'H-1','heartbeat','count','2bc3abc8b330e849914236731f93091b','{}');
INSERT INTO "history_entry" VALUES(260,'2026-02-26 07:00:00.000000','system','element.completed',8,49,5,'H-1','heartbeat','enough','251283e19393a185f7479d6000169c9b','{}');
INSERT INTO "history_entry" VALUES(261,'2026-02-27 07:00:00.000000','system','timer.fired',8,50,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(262,'2026-02-27 07:00:00.000000','system','element.completed',8,50,5,'H-1','heartbeat','pause','d92689888c1974385144bb3f79c20b86','{}');
INSERT INTO "history_entry" VALUES(263,'2026-02-27 07:00:00.000000','system','element.completed',8,50,5,'H-1','heartbeat','count','ac595bff4780221e2172ba951bd2e92d','{}');
INSERT INTO "history_entry" VALUES(264,'2026-02-27 07:00:00.000000','system','element.completed',8,50,5,'H-1','heartbeat','enough','f04cd3d46245013d4a0db41cb4d5fca0','{}');
INSERT INTO "history_entry" VALUES(265,'2026-02-28 07:00:00.000000','system','timer.fired',8,51,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(266,'2026-02-28 07:00:00.000000','system','element.completed',8,51,5,'H-1','heartbeat','pause','c486ac7d61e9f7d80ba85f8fa3934eb5','{}');
INSERT INTO "history_entry" VALUES(267,'2026-02-28 07:00:00.000000','system','element.completed',8,51,5,'H-1','heartbeat','count','d3c69d78627464afc1a0e2d6913696fa','{}');
INSERT INTO "history_entry" VALUES(268,'2026-02-28 07:00:00.000000','system','element.completed',8,51,5,'H-1','heartbeat','enough','b6f1d25889537b7ba4243f7aa773da76','{}');
INSERT INTO "history_entry" VALUES(269,'2026-03-01 07:00:00.000000','system','timer.fired',8,52,5,'H-1','heartbeat',NULL,NULL,'{"element":"pause","late_seconds":0}');
INSERT INTO "history_entry" VALUES(270,'2026-03-01 07:00:00.000000','system','element.completed',8,52,5,'H-1','heartbeat','pause','1b8148e8a247a5b58cf5438b6492ff6f','{}');
INSERT INTO "history_entry" VALUES(271,'2026-03-01 07:00:00.000000','system','element.completed',8,52,5,'H-1','heartbeat','count','eed0f2a748d2fcf4f56fceb9c7ad621b','{}');
INSERT INTO "history_entry" VALUES(272,'2026-03-01 07:00:00.000000','system','element.completed',8,52,5,'H-1','heartbeat','enough','36971ae8494020964617958c66f2bd7c','{}');
INSERT INTO "history_entry" VALUES(273,'2026-03-01 07:00:00.000000','system','instance.started',10,1,3,'P-travels','parcel',NULL,NULL,'{}');
INSERT INTO "history_entry" VALUES(274,'2026-03-01 07:00:00.000000','system','message.correlated',NULL,NULL,NULL,'P-travels',NULL,NULL,NULL,'{"message":"ordered","delivered":0,"started":1,"buffered":false}');
INSERT INTO "history_entry" VALUES(275,'2026-03-01 07:00:00.000000','system','element.completed',10,1,3,'P-travels','parcel','ordered','fe09ffd35a46beef56a6853578488bc5','{}');
INSERT INTO "history_entry" VALUES(276,'2026-03-01 07:00:00.000000','system','element.completed',10,1,3,'P-travels','parcel','pack','74e7dc3af9d2e9f1f601eac378dba7e3','{}');
INSERT INTO "history_entry" VALUES(277,'2026-03-01 07:00:00.000000','system','element.completed',10,2,3,'P-travels','parcel','print','0970510a148b708a5d97f465b61c2d26','{}');
INSERT INTO "history_entry" VALUES(278,'2026-03-01 07:00:00.000000','system','instance.started',11,1,3,'P-refused','parcel',NULL,NULL,'{}');
INSERT INTO "history_entry" VALUES(279,'2026-03-01 07:00:00.000000','system','message.correlated',NULL,NULL,NULL,'P-refused',NULL,NULL,NULL,'{"message":"ordered","delivered":0,"started":1,"buffered":false}');
INSERT INTO "history_entry" VALUES(280,'2026-03-01 07:00:00.000000','system','element.completed',11,1,3,'P-refused','parcel','ordered','751a914a1c5743f6e44b7af5ee36f812','{}');
INSERT INTO "history_entry" VALUES(281,'2026-03-01 07:00:00.000000','system','element.failed',11,1,3,'P-refused','parcel','pack','27cab3f45f90a924e729a99f68adf2e3','{}');
INSERT INTO "history_entry" VALUES(282,'2026-03-01 07:00:00.000000','system','incident.opened',11,1,3,'P-refused','parcel','pack','27cab3f45f90a924e729a99f68adf2e3','{"error_class":"ValueError"}');
INSERT INTO "history_entry" VALUES(283,'2026-03-01 07:00:00.000000','system','instance.started',12,1,3,'P-leased','parcel',NULL,NULL,'{}');
INSERT INTO "history_entry" VALUES(284,'2026-03-01 07:00:00.000000','system','message.correlated',NULL,NULL,NULL,'P-leased',NULL,NULL,NULL,'{"message":"ordered","delivered":0,"started":1,"buffered":false}');
INSERT INTO "history_entry" VALUES(285,'2026-03-01 07:00:00.000000','system','element.completed',12,1,3,'P-leased','parcel','ordered','aba634b1c0672824902c2605fc41817f','{}');
INSERT INTO "history_entry" VALUES(286,'2026-03-01 07:00:00.000000','system','element.completed',12,1,3,'P-leased','parcel','pack','7c94cbc67d441b3eb5ad474efc7ac962','{}');
INSERT INTO "history_entry" VALUES(287,'2026-03-01 07:00:00.000000','system','instance.started',13,1,3,'P-ready','parcel',NULL,NULL,'{}');
INSERT INTO "history_entry" VALUES(288,'2026-03-01 07:00:00.000000','system','message.correlated',NULL,NULL,NULL,'P-ready',NULL,NULL,NULL,'{"message":"ordered","delivered":0,"started":1,"buffered":false}');
INSERT INTO "history_entry" VALUES(289,'2026-03-01 07:00:00.000000','system','element.completed',13,1,3,'P-ready','parcel','ordered','04642ce5a9ec7f88a0f3e331941e691f','{}');
INSERT INTO "history_entry" VALUES(290,'2026-03-01 07:00:00.000000','system','element.completed',13,1,3,'P-ready','parcel','pack','692c3753f9f35c3105fd372be449c600','{}');
INSERT INTO "history_entry" VALUES(291,'2026-03-01 07:00:00.000000','system','message.correlated',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"message":"arrived","delivered":0,"started":0,"buffered":true}');
CREATE TABLE household (
	id INTEGER NOT NULL, 
	household_no VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_household PRIMARY KEY (id), 
	CONSTRAINT uq_household_household_no UNIQUE (household_no)
);
CREATE TABLE incident (
	id INTEGER NOT NULL, 
	instance_id INTEGER NOT NULL, 
	token VARCHAR(32) NOT NULL, 
	process_key VARCHAR(200) NOT NULL, 
	element_id VARCHAR(200) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	error_class VARCHAR(120) NOT NULL, 
	message TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	resolved_at DATETIME, 
	resolved_by VARCHAR(80), 
	CONSTRAINT pk_incident PRIMARY KEY (id), 
	CONSTRAINT fk_incident_instance_id_instance FOREIGN KEY(instance_id) REFERENCES instance (id)
);
INSERT INTO "incident" VALUES(1,11,'27cab3f45f90a924e729a99f68adf2e3','parcel','pack','token','ValueError','The step failed.','2026-03-01 07:00:00.000000',NULL,NULL);
CREATE TABLE instance (
	id INTEGER NOT NULL, 
	definition_id INTEGER NOT NULL, 
	business_key VARCHAR(120), 
	status VARCHAR(40) NOT NULL, 
	version INTEGER NOT NULL, 
	state BLOB NOT NULL, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	start_key VARCHAR(200), 
	parent_id INTEGER, 
	CONSTRAINT pk_instance PRIMARY KEY (id), 
	CONSTRAINT fk_instance_definition_id_definition FOREIGN KEY(definition_id) REFERENCES definition (id), 
	CONSTRAINT fk_instance_parent_id_instance FOREIGN KEY(parent_id) REFERENCES instance (id), 
	CONSTRAINT ck_instance_instancestatus CHECK (status IN ('active', 'suspended', 'completed', 'cancelled'))
);
INSERT INTO "instance" VALUES(1,2,'L-open','active',1,X'7B2276223A312C2273223A22616374697665222C2264223A7B226272616E6368223A226E6F727468222C22626F6F6B223A224C2D6F70656E222C226C696272617269616E223A22616461227D2C2263223A5B5B302C226C656E64696E67222C5B223235326231653264643266366434653138393164666335336639636138626338222C2223222C33322C315D2C5B5B223561653038323863353132643465386338356630326633663433363131356436222C2268616E645F6F7574222C382C312C226631222C302C302C302C7B227461736B223A7B2267223A5B226465736B222C226465736B3A6E6F727468225D2C2275223A313736383038353939393030303030302C2270223A37307D7D5D5D2C302C305D5D7D','2026-01-05 07:00:00.000000',NULL,NULL,NULL);
INSERT INTO "instance" VALUES(2,2,'L-draft','active',1,X'7B2276223A312C2273223A22616374697665222C2264223A7B226272616E6368223A226E6F727468222C22626F6F6B223A224C2D6472616674222C226C696272617269616E223A22616461227D2C2263223A5B5B302C226C656E64696E67222C5B223130333739353763383964323665633663633034363832326334306165356639222C2223222C33322C315D2C5B5B223535623131343139333032613933386166373361626135366230343165613863222C2268616E645F6F7574222C382C312C226631222C302C302C302C7B227461736B223A7B2267223A5B226465736B222C226465736B3A6E6F727468225D2C2275223A313736383038353939393030303030302C2270223A37307D7D5D5D2C302C305D5D7D','2026-01-05 07:00:00.000000',NULL,NULL,NULL);
INSERT INTO "instance" VALUES(3,2,'L-lent','active',3,X'7B2276223A312C2273223A22616374697665222C2264223A7B226272616E6368223A226E6F727468222C22626F6F6B223A224C2D6C656E74222C226C696272617269616E223A22616461222C22726561646572223A2231323334222C2264617973223A6E756C6C2C2268616E6465645F6F75745F6F6E223A6E756C6C7D2C2263223A5B5B302C226C656E64696E67222C5B223335666564353939613739313263626636643532643934626134363266666237222C2223222C33322C315D2C5B5B226263356530643961646338316231666132643337356562303138333763333735222C2272656D696E64222C382C312C226636222C302C302C302C7B227461736B223A7B2261223A22616461227D7D5D5D2C302C305D5D7D','2026-01-05 07:00:00.000000',NULL,NULL,NULL);
INSERT INTO "instance" VALUES(4,2,'L-held','suspended',3,X'7B2276223A312C2273223A22616374697665222C2264223A7B226272616E6368223A226E6F727468222C22626F6F6B223A224C2D68656C64222C226C696272617269616E223A22616461222C22726561646572223A2231323334222C2264617973223A6E756C6C2C2268616E6465645F6F75745F6F6E223A6E756C6C7D2C2263223A5B5B302C226C656E64696E67222C5B226333666134313239386262346132323165316331363931643066656361313734222C2223222C33322C315D2C5B5B223264313163373632623730313863616138633162373963663438646330613661222C2277616974222C382C312C226632222C302C302C7B2272657475726E6564223A7B226B223A226D657373616765222C226E223A2272657475726E6564222C2263223A224C2D68656C64227D2C226F766572647565223A7B226B223A2274696D6572222C2264223A313737303031353630303030303030307D7D5D5D2C302C305D5D7D','2026-01-05 07:00:00.000000',NULL,NULL,NULL);
INSERT INTO "instance" VALUES(5,2,'L-over','completed',3,X'7B2276223A312C2273223A22636F6D706C65746564222C2264223A7B226272616E6368223A226E6F727468222C22626F6F6B223A224C2D6F766572222C226C696272617269616E223A22616461222C22726561646572223A2237373737222C2264617973223A6E756C6C2C2268616E6465645F6F75745F6F6E223A6E756C6C2C22636F6E646974696F6E223A22776F726E206F7574227D7D','2026-01-05 07:00:00.000000','2026-01-05 07:00:00.000000',NULL,NULL);
INSERT INTO "instance" VALUES(6,6,'T-stops','active',2,X'7B2276223A312C2273223A22616374697665222C2264223A7B22746F7572223A22542D73746F7073222C22706C61636573223A5B226D696C6C222C22636173746C65222C226C616B65225D2C226D6F6E746873223A317D2C2263223A5B5B302C22746F7572222C5B226464383634336661393731633433653930343337383761393466393864383731222C2223222C33322C315D2C5B5B223337386665346439646230313062666135663237373333303066626165326562222C2273746F7073222C33322C312C226631222C302C302C7B2265766572795F6D6F6E7468223A7B226B223A2274696D6572222C2264223A313737323639343030303030303030302C2274223A22522F50314D222C2261223A313736373539363430303030303030302C2273223A313737323639343030303030303030302C226E223A327D7D5D5D2C302C305D2C5B223337386665346439646230313062666135663237373333303066626165326562222C22746F75722F73746F7073222C5B223632376164326130356630656266643438373163373665373462653036613137222C2223222C33325D2C5B5B223365373764343033373430366437653364623735393835303835376134623938222C227669736974222C33322C312C226731222C302C302C302C7B22636F756E74223A332C22646F6E65223A307D5D2C5B223336303432623731396166376262346634323531396130363236303235336230222C2276697369742A222C382C312C302C223365373764343033373430366437653364623735393835303835376134623938222C7B226C6F6F70436F756E746572223A312C22706C616365223A226D696C6C227D2C302C7B227461736B223A7B2267223A5B22677569646573225D7D7D5D2C5B223230323662326533616539623737376630623634353061353539393938343639222C2276697369742A222C382C312C302C223365373764343033373430366437653364623735393835303835376134623938222C7B226C6F6F70436F756E746572223A322C22706C616365223A22636173746C65227D2C302C7B227461736B223A7B2267223A5B22677569646573225D7D7D5D2C5B223561323837376134633463616464663131653333356639306562356166386539222C2276697369742A222C382C312C302C223365373764343033373430366437653364623735393835303835376134623938222C7B226C6F6F70436F756E746572223A332C22706C616365223A226C616B65227D2C302C7B227461736B223A7B2267223A5B22677569646573225D7D7D5D5D2C302C305D5D7D','2026-01-05 07:00:00.000000',NULL,NULL,NULL);
INSERT INTO "instance" VALUES(7,6,'T-evening','active',3,X'7B2276223A312C2273223A22616374697665222C2264223A7B22746F7572223A22542D6576656E696E67222C22706C61636573223A5B226D696C6C225D2C226D6F6E746873223A307D2C2263223A5B5B302C22746F7572222C5B226134313565356336386365626634633736386462313363313630303730623433222C2223222C33322C315D2C5B5B226630613234656363663333623437373832656632653866363238356637376434222C2261706F6C6F67697365222C382C312C226636222C302C302C302C7B227461736B223A7B7D7D5D5D2C302C305D5D7D','2026-01-05 07:00:00.000000',NULL,NULL,NULL);
INSERT INTO "instance" VALUES(8,5,'H-1','active',52,X'7B2276223A312C2273223A22616374697665222C2264223A7B226265617473223A35312C2277616E746564223A3130307D2C2263223A5B5B302C22686561727462656174222C5B226563363863656665306462633938346330303134336462373734643033663761222C2223222C33322C315D2C5B5B223039333534323431323835333537373032323836613664656333333463313761222C227061757365222C382C312C226634222C302C302C7B227061757365223A7B226B223A2274696D6572222C2264223A313737323433343830303030303030307D7D5D5D2C302C305D5D7D','2026-01-09 07:00:00.000000',NULL,NULL,NULL);
INSERT INTO "instance" VALUES(9,4,'D-1','active',1,X'7B2276223A312C2273223A22616374697665222C2264223A7B7D2C2263223A5B5B302C226465706F74222C5B223662613065626430333334356364316561336136643636326466343238653066222C2223222C33322C315D2C5B5B226533393730346232316138393563643961336536613563643933313064333535222C22737472696B65222C382C312C226731222C302C302C7B22737472696B65223A7B226B223A227369676E616C222C226E223A22737472696B65227D7D5D5D2C302C305D5D7D','2026-01-09 07:00:00.000000',NULL,NULL,NULL);
INSERT INTO "instance" VALUES(10,3,'P-travels','active',2,X'7B2276223A312C2273223A22616374697665222C2264223A7B226F72646572223A22502D74726176656C73222C226C6162656C223A226C6162656C206F6620502D74726176656C73227D2C2263223A5B5B302C2270617263656C222C5B226435613332323434653334623232306630636134346261383235636566386464222C2223222C33322C315D2C5B5B223865633065373634386639323436643666626666366266356463343135316339222C2274726176656C222C382C312C226633222C302C302C7B2274726176656C223A7B226B223A226D657373616765222C226E223A2261727269766564222C2263223A22502D74726176656C73227D7D5D5D2C302C305D5D7D','2026-03-01 07:00:00.000000',NULL,'P-travels',NULL);
INSERT INTO "instance" VALUES(11,3,'P-refused','active',1,X'7B2276223A312C2273223A22616374697665222C2264223A7B226F72646572223A22502D72656675736564227D2C2263223A5B5B302C2270617263656C222C5B223232373563366530643462346464646664636236663635316165383465326336222C2223222C33322C315D2C5B5B223237636162336634356639306139323465373239613939663638616466326533222C227061636B222C3132382C312C226631222C302C302C302C7B226572726F72223A5B2256616C75654572726F72222C225468652073746570206661696C65642E225D7D5D5D2C302C305D5D7D','2026-03-01 07:00:00.000000',NULL,'P-refused',NULL);
INSERT INTO "instance" VALUES(12,3,'P-leased','active',1,X'7B2276223A312C2273223A22616374697665222C2264223A7B226F72646572223A22502D6C6561736564227D2C2263223A5B5B302C2270617263656C222C5B226235373861333036643833366165653835363664346363653635613038326461222C2223222C33322C315D2C5B5B226237336233666133353838376162363831656536646466636565633064393066222C227072696E74222C382C312C226632222C302C7B226F72646572223A22502D6C6561736564227D2C302C7B226A6F62223A7B226F72646572223A22502D6C6561736564227D7D5D5D2C302C305D5D7D','2026-03-01 07:00:00.000000',NULL,'P-leased',NULL);
INSERT INTO "instance" VALUES(13,3,'P-ready','active',1,X'7B2276223A312C2273223A22616374697665222C2264223A7B226F72646572223A22502D7265616479227D2C2263223A5B5B302C2270617263656C222C5B226365383761393564643232386261376330386136393961663031616333663139222C2223222C33322C315D2C5B5B223532383835663334373764396662303661303938393736393931363630363066222C227072696E74222C382C312C226632222C302C7B226F72646572223A22502D7265616479227D2C302C7B226A6F62223A7B226F72646572223A22502D7265616479227D7D5D5D2C302C305D5D7D','2026-03-01 07:00:00.000000',NULL,'P-ready',NULL);
CREATE TABLE job (
	id INTEGER NOT NULL, 
	instance_id INTEGER NOT NULL, 
	token VARCHAR(32) NOT NULL, 
	process_key VARCHAR(200) NOT NULL, 
	element_id VARCHAR(200) NOT NULL, 
	handler VARCHAR(120) NOT NULL, 
	inputs TEXT NOT NULL, 
	status VARCHAR(40) NOT NULL, 
	attempts INTEGER NOT NULL, 
	max_attempts INTEGER NOT NULL, 
	retry_after VARCHAR(40) NOT NULL, 
	due_at DATETIME NOT NULL, 
	lease_until DATETIME, 
	leased_by VARCHAR(80), 
	is_parked BOOLEAN NOT NULL, 
	CONSTRAINT pk_job PRIMARY KEY (id), 
	CONSTRAINT ck_job_attempts_counted CHECK (attempts >= 0), 
	CONSTRAINT fk_job_instance_id_instance FOREIGN KEY(instance_id) REFERENCES instance (id), 
	CONSTRAINT uq_job_token UNIQUE (token), 
	CONSTRAINT ck_job_jobstatus CHECK (status IN ('ready', 'leased', 'failed'))
);
INSERT INTO "job" VALUES(1,12,'b73b3fa35887ab681ee6ddfceec0d90f','parcel','print','parcel.print','{"order":"P-leased"}','leased',1,3,'PT5M','2026-03-01 07:00:00.000000','2026-03-01 07:05:00.000000','a worker that was stopped',0);
INSERT INTO "job" VALUES(2,13,'52885f3477d9fb06a09897699166060f','parcel','print','parcel.print','{"order":"P-ready"}','ready',0,3,'PT5M','2026-03-01 07:00:00.000000',NULL,NULL,0);
CREATE TABLE key_group_comment (
	id INTEGER NOT NULL, 
	sheet_id INTEGER NOT NULL, 
	key_group VARCHAR(40) NOT NULL, 
	comment TEXT NOT NULL, 
	CONSTRAINT pk_key_group_comment PRIMARY KEY (id), 
	CONSTRAINT fk_key_group_comment_sheet_id_profiling_sheet FOREIGN KEY(sheet_id) REFERENCES profiling_sheet (id) ON DELETE CASCADE, 
	CONSTRAINT uq_key_group_comment_sheet_id_key_group UNIQUE (sheet_id, key_group), 
	CONSTRAINT ck_key_group_comment_keygroup CHECK (key_group IN ('Q', 'L', 'M', 'R', 'X'))
);
CREATE TABLE membership (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	team_id INTEGER, 
	role VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_membership PRIMARY KEY (id), 
	CONSTRAINT fk_membership_team_id_team FOREIGN KEY(team_id) REFERENCES team (id), 
	CONSTRAINT fk_membership_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE CASCADE, 
	CONSTRAINT ck_membership_role CHECK (role IN ('caseworker', 'team_lead', 'specialist_support', 'designer', 'administrator'))
);
CREATE TABLE missed_appointment (
	id INTEGER NOT NULL, 
	appointment_id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	in_a_row INTEGER NOT NULL, 
	hearing_until DATE NOT NULL, 
	client_statement TEXT NOT NULL, 
	has_important_reason BOOLEAN, 
	has_mental_health_hint BOOLEAN NOT NULL, 
	consequence TEXT NOT NULL, 
	decided_on DATE, 
	decided_by VARCHAR(80), 
	CONSTRAINT pk_missed_appointment PRIMARY KEY (id), 
	CONSTRAINT ck_missed_appointment_decided_by CHECK (has_important_reason IS NULL OR (decided_by IS NOT NULL AND decided_on IS NOT NULL)), 
	CONSTRAINT ck_missed_appointment_counted CHECK (in_a_row >= 1), 
	CONSTRAINT fk_missed_appointment_appointment_id_appointment FOREIGN KEY(appointment_id) REFERENCES appointment (id), 
	CONSTRAINT fk_missed_appointment_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id), 
	CONSTRAINT uq_missed_appointment_appointment_id UNIQUE (appointment_id)
);
CREATE TABLE model_draft (
	file VARCHAR(200) NOT NULL, 
	content BLOB, 
	revision INTEGER NOT NULL, 
	saved_at DATETIME NOT NULL, 
	saved_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_model_draft PRIMARY KEY (file)
);
CREATE TABLE need_assessment (
	id INTEGER NOT NULL, 
	sheet_id INTEGER NOT NULL, 
	need VARCHAR(8) NOT NULL, 
	status VARCHAR(40) NOT NULL, 
	remark TEXT NOT NULL, 
	CONSTRAINT pk_need_assessment PRIMARY KEY (id), 
	CONSTRAINT ck_need_assessment_clarification_has_a_remark CHECK (status <> 'UNDER_CLARIFICATION' OR length(trim(remark)) > 0), 
	CONSTRAINT fk_need_assessment_sheet_id_profiling_sheet FOREIGN KEY(sheet_id) REFERENCES profiling_sheet (id) ON DELETE CASCADE, 
	CONSTRAINT uq_need_assessment_sheet_id_need UNIQUE (sheet_id, need), 
	CONSTRAINT ck_need_assessment_needstatus CHECK (status IN ('NOT_REVIEWED', 'NOT_RELEVANT', 'UNDER_CLARIFICATION', 'RELEVANT'))
);
CREATE TABLE note_addendum (
	id INTEGER NOT NULL, 
	note_id INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	written_at DATETIME NOT NULL, 
	written_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_note_addendum PRIMARY KEY (id), 
	CONSTRAINT ck_note_addendum_not_empty CHECK (length(trim(body)) > 0), 
	CONSTRAINT fk_note_addendum_note_id_counselling_note FOREIGN KEY(note_id) REFERENCES counselling_note (id)
);
CREATE TABLE number_counter (
	series VARCHAR(20) NOT NULL, 
	year INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_number_counter PRIMARY KEY (series, year)
);
CREATE TABLE office_clock (
	id INTEGER NOT NULL, 
	ahead_seconds INTEGER NOT NULL, 
	CONSTRAINT pk_office_clock PRIMARY KEY (id), 
	CONSTRAINT ck_office_clock_forward CHECK (ahead_seconds >= 0), 
	CONSTRAINT ck_office_clock_one_row CHECK (id = 1)
);
CREATE TABLE office_settings (
	id INTEGER NOT NULL, 
	name VARCHAR(160) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	land VARCHAR(2) NOT NULL, 
	municipality VARCHAR(120), 
	is_catholic BOOLEAN, 
	address VARCHAR(240) NOT NULL, 
	segment_scheme VARCHAR(40) NOT NULL, 
	needs_catalogue VARCHAR(40) NOT NULL, 
	renewal_lead_working_days INTEGER NOT NULL, 
	appointment_reminder_working_days INTEGER NOT NULL, 
	strategy_reminder_working_days INTEGER NOT NULL, 
	first_interview_working_days INTEGER NOT NULL, 
	target_occupation_review_days INTEGER NOT NULL, 
	hearing_days INTEGER NOT NULL, 
	max_moves_per_appointment INTEGER NOT NULL, 
	CONSTRAINT pk_office_settings PRIMARY KEY (id), 
	CONSTRAINT ck_office_settings_appointment_reminder CHECK (appointment_reminder_working_days BETWEEN 0 AND 30), 
	CONSTRAINT ck_office_settings_first_interview CHECK (first_interview_working_days BETWEEN 1 AND 60), 
	CONSTRAINT ck_office_settings_hearing CHECK (hearing_days BETWEEN 1 AND 60), 
	CONSTRAINT ck_office_settings_one_row CHECK (id = 1), 
	CONSTRAINT ck_office_settings_max_moves CHECK (max_moves_per_appointment BETWEEN 0 AND 20), 
	CONSTRAINT ck_office_settings_renewal_lead CHECK (renewal_lead_working_days BETWEEN 1 AND 60), 
	CONSTRAINT ck_office_settings_strategy_reminder CHECK (strategy_reminder_working_days BETWEEN 0 AND 60), 
	CONSTRAINT ck_office_settings_target_occupation_review CHECK (target_occupation_review_days BETWEEN 1 AND 90), 
	CONSTRAINT ck_office_settings_officekind CHECK (kind IN ('ZKT', 'GE'))
);
CREATE TABLE person (
	id INTEGER NOT NULL, 
	customer_no VARCHAR(40) NOT NULL, 
	first_name VARCHAR(120) NOT NULL, 
	last_name VARCHAR(120) NOT NULL, 
	born_on DATE NOT NULL, 
	street VARCHAR(160) NOT NULL, 
	postal_code VARCHAR(10) NOT NULL, 
	city VARCHAR(120) NOT NULL, 
	phone VARCHAR(60) NOT NULL, 
	email VARCHAR(200) NOT NULL, 
	language VARCHAR(12) NOT NULL, 
	household_id INTEGER, 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT ck_person_customer_no CHECK (length(customer_no) >= 5), 
	CONSTRAINT ck_person_last_name CHECK (length(last_name) > 0), 
	CONSTRAINT fk_person_household_id_household FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT uq_person_customer_no UNIQUE (customer_no)
);
CREATE TABLE profiling_sheet (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	needs_catalogue VARCHAR(40) NOT NULL, 
	cloned_from_id INTEGER, 
	created_at DATETIME NOT NULL, 
	created_by VARCHAR(80) NOT NULL, 
	edited_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	closed_by VARCHAR(80), 
	release_reason TEXT NOT NULL, 
	deletion_reason TEXT NOT NULL, 
	conclusion TEXT NOT NULL, 
	prognosis_months INTEGER, 
	lead_up VARCHAR(40), 
	focus_group VARCHAR(40), 
	is_densified BOOLEAN NOT NULL, 
	is_long_for_training BOOLEAN NOT NULL, 
	is_graduate BOOLEAN NOT NULL, 
	employment_extent VARCHAR(20), 
	is_needy BOOLEAN, 
	is_exhausted BOOLEAN NOT NULL, 
	labour_market VARCHAR(40), 
	labour_market_note TEXT NOT NULL, 
	exemption_reason VARCHAR(1), 
	exempt_until DATE, 
	exemption_note TEXT NOT NULL, 
	segment_scheme VARCHAR(40), 
	segment_suggestion VARCHAR(40), 
	segment VARCHAR(40), 
	override_reason TEXT NOT NULL, 
	is_provisional BOOLEAN NOT NULL, 
	CONSTRAINT pk_profiling_sheet PRIMARY KEY (id), 
	CONSTRAINT ck_profiling_sheet_exemption CHECK (exemption_reason IS NULL OR exemption_reason IN ('a', 'b', 'c', 'd')), 
	CONSTRAINT ck_profiling_sheet_exemption_ends CHECK (exemption_reason IS NULL OR exemption_reason IN ('b', 'c') OR exempt_until IS NOT NULL), 
	CONSTRAINT ck_profiling_sheet_closed_is_decided CHECK (state <> 'CLOSED' OR (closed_at IS NOT NULL AND closed_by IS NOT NULL AND segment IS NOT NULL)), 
	CONSTRAINT ck_profiling_sheet_closed_is_assessed CHECK (state <> 'CLOSED' OR exemption_reason IS NOT NULL OR (prognosis_months IS NOT NULL AND length(trim(conclusion)) > 0)), 
	CONSTRAINT ck_profiling_sheet_long_prognosis_names_lead_up CHECK (state <> 'CLOSED' OR exemption_reason IS NOT NULL OR prognosis_months <= 12 OR lead_up IS NOT NULL), 
	CONSTRAINT ck_profiling_sheet_override_has_a_reason CHECK (state <> 'CLOSED' OR segment = coalesce(segment_suggestion, '') OR length(trim(override_reason)) > 0), 
	CONSTRAINT ck_profiling_sheet_deletion_has_a_reason CHECK (state <> 'DELETED' OR length(trim(deletion_reason)) > 0), 
	CONSTRAINT ck_profiling_sheet_release_has_a_reason CHECK (state <> 'RELEASED' OR length(trim(release_reason)) > 0), 
	CONSTRAINT ck_profiling_sheet_prognosis_in_months CHECK (prognosis_months IS NULL OR prognosis_months BETWEEN 0 AND 480), 
	CONSTRAINT fk_profiling_sheet_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id), 
	CONSTRAINT fk_profiling_sheet_cloned_from_id_profiling_sheet FOREIGN KEY(cloned_from_id) REFERENCES profiling_sheet (id), 
	CONSTRAINT ck_profiling_sheet_sheetstate CHECK (state IN ('OPEN', 'CLOSED', 'RELEASED', 'DELETED')), 
	CONSTRAINT ck_profiling_sheet_leadup CHECK (lead_up IN ('NOT_NEEDED', 'LE12', 'GT12')), 
	CONSTRAINT ck_profiling_sheet_keygroup CHECK (focus_group IN ('Q', 'L', 'M', 'R', 'X')), 
	CONSTRAINT ck_profiling_sheet_labourmarket CHECK (labour_market IN ('FAVOURABLE', 'NEUTRAL', 'UNFAVOURABLE'))
);
CREATE TABLE reasoned_exception (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	reason TEXT NOT NULL, 
	decided_on DATE NOT NULL, 
	decided_by VARCHAR(80) NOT NULL, 
	valid_until DATE NOT NULL, 
	CONSTRAINT pk_reasoned_exception PRIMARY KEY (id), 
	CONSTRAINT ck_reasoned_exception_reason_given CHECK (length(trim(reason)) > 0), 
	CONSTRAINT ck_reasoned_exception_days_in_order CHECK (valid_until >= decided_on), 
	CONSTRAINT fk_reasoned_exception_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id), 
	CONSTRAINT ck_reasoned_exception_exceptionkind CHECK (kind IN ('AGREEMENT', 'APPOINTMENT'))
);
CREATE TABLE reported_change (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	reported_on DATE NOT NULL, 
	description TEXT NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	recorded_by VARCHAR(80) NOT NULL, 
	assessment TEXT NOT NULL, 
	assessed_at DATETIME, 
	CONSTRAINT pk_reported_change PRIMARY KEY (id), 
	CONSTRAINT ck_reported_change_description CHECK (length(trim(description)) > 0), 
	CONSTRAINT fk_reported_change_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id)
);
CREATE TABLE resource (
	id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	namespace VARCHAR(300), 
	checksum VARCHAR(64) NOT NULL, 
	content BLOB NOT NULL, 
	deployed_at DATETIME NOT NULL, 
	deployed_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_resource PRIMARY KEY (id)
);
INSERT INTO "resource" VALUES(1,'lending.form',NULL,'b73a8fa3a0a100d5ea0eb819d2f524c7dd834b0e5e77d8a9034d674b85c5d4e7',X'7B2274797065223A2264656661756C74222C22736368656D6156657273696F6E223A31362C226964223A226C656E64696E67222C22636F6D706F6E656E7473223A5B0A207B2274797065223A22746578746669656C64222C226B6579223A22726561646572222C226964223A226331222C226C6162656C223A22526561646572206E756D626572222C2276616C6964617465223A7B227265717569726564223A747275652C227061747465726E223A225E5B302D395D7B347D24227D7D2C0A207B2274797065223A226E756D626572222C226B6579223A2264617973222C226964223A226332222C226C6162656C223A2244617973222C2276616C6964617465223A7B226D696E223A312C226D6178223A36307D7D2C0A207B2274797065223A226461746574696D65222C226B6579223A2268616E6465645F6F75745F6F6E222C226964223A226333222C2273756274797065223A2264617465222C22646174654C6162656C223A2248616E646564206F7574206F6E227D0A5D7D0A','2026-01-05 07:00:00.000000','system');
INSERT INTO "resource" VALUES(2,'lending.bpmn',NULL,'58df0809eaed917ed4da608f0a6da6ec405b7563070d220f9bb001914d6c5bda',X'3C3F786D6C2076657273696F6E3D22312E302220656E636F64696E673D225554462D38223F3E0A3C62706D6E3A646566696E6974696F6E7320786D6C6E733A62706D6E3D22687474703A2F2F7777772E6F6D672E6F72672F737065632F42504D4E2F32303130303532342F4D4F44454C2220786D6C6E733A70773D2275726E3A70686173656E7765726B3A62706D6E3A312E302220786D6C6E733A7873693D22687474703A2F2F7777772E77332E6F72672F323030312F584D4C536368656D612D696E7374616E6365222069643D22646566696E6974696F6E7322207461726765744E616D6573706163653D2275726E3A74657374223E0A20203C62706D6E3A6D6573736167652069643D226D5F72657475726E656422206E616D653D2272657475726E6564222070773A636F7272656C6174696F6E4B65793D223D20626F6F6B222F3E0A20203C62706D6E3A6D6573736167652069643D226D5F6C6F737422206E616D653D226C6F7374222070773A636F7272656C6174696F6E4B65793D223D20626F6F6B222070773A74696D65546F4C6976653D22503744222F3E0A20203C62706D6E3A70726F636573732069643D226C656E64696E6722206E616D653D224C656E64696E672220697345786563757461626C653D2274727565223E0A202020203C62706D6E3A73746172744576656E742069643D227374617274223E3C62706D6E3A6F7574676F696E673E66313C2F62706D6E3A6F7574676F696E673E3C2F62706D6E3A73746172744576656E743E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266312220736F757263655265663D22737461727422207461726765745265663D2268616E645F6F7574222F3E0A202020203C62706D6E3A757365725461736B2069643D2268616E645F6F757422206E616D653D2248616E64206F75742074686520626F6F6B222070773A63616E64696461746547726F7570733D226465736B2C203D2671756F743B6465736B3A2671756F743B202B206272616E6368222070773A666F726D3D226C656E64696E672E666F726D222070773A647565446174653D223D2064617465282671756F743B323032362D30312D31302671756F743B29222070773A7072696F726974793D223D203730223E0A2020202020203C62706D6E3A646F63756D656E746174696F6E3E436865636B2074686520636172642E3C2F62706D6E3A646F63756D656E746174696F6E3E0A2020202020203C62706D6E3A696E636F6D696E673E66313C2F62706D6E3A696E636F6D696E673E3C62706D6E3A696E636F6D696E673E665F616761696E3C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E66323C2F62706D6E3A6F7574676F696E673E0A202020203C2F62706D6E3A757365725461736B3E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266322220736F757263655265663D2268616E645F6F757422207461726765745265663D2277616974222F3E0A202020203C62706D6E3A6576656E744261736564476174657761792069643D2277616974223E3C62706D6E3A696E636F6D696E673E66323C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E66333C2F62706D6E3A6F7574676F696E673E3C62706D6E3A6F7574676F696E673E66343C2F62706D6E3A6F7574676F696E673E3C2F62706D6E3A6576656E744261736564476174657761793E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266332220736F757263655265663D227761697422207461726765745265663D2272657475726E6564222F3E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266342220736F757263655265663D227761697422207461726765745265663D226F766572647565222F3E0A202020203C62706D6E3A696E7465726D65646961746543617463684576656E742069643D2272657475726E656422206E616D653D2252657475726E6564223E3C62706D6E3A657874656E73696F6E456C656D656E74733E3C70773A696F4D617070696E673E3C70773A6F757470757420736F757263653D223D20636F6E646974696F6E22207461726765743D22636F6E646974696F6E222F3E3C2F70773A696F4D617070696E673E3C2F62706D6E3A657874656E73696F6E456C656D656E74733E3C62706D6E3A696E636F6D696E673E66333C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E66353C2F62706D6E3A6F7574676F696E673E3C62706D6E3A6D6573736167654576656E74446566696E6974696F6E2069643D22643122206D6573736167655265663D226D5F72657475726E6564222F3E3C2F62706D6E3A696E7465726D65646961746543617463684576656E743E0A202020203C62706D6E3A696E7465726D65646961746543617463684576656E742069643D226F76657264756522206E616D653D22466F7572207765656B73223E3C62706D6E3A696E636F6D696E673E66343C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E66363C2F62706D6E3A6F7574676F696E673E3C62706D6E3A74696D65724576656E74446566696E6974696F6E2069643D226432223E3C62706D6E3A74696D654475726174696F6E207873693A747970653D2262706D6E3A74466F726D616C45787072657373696F6E223E503238443C2F62706D6E3A74696D654475726174696F6E3E3C2F62706D6E3A74696D65724576656E74446566696E6974696F6E3E3C2F62706D6E3A696E7465726D65646961746543617463684576656E743E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266352220736F757263655265663D2272657475726E656422207461726765745265663D22616761696E222F3E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266362220736F757263655265663D226F76657264756522207461726765745265663D2272656D696E64222F3E0A202020203C62706D6E3A757365725461736B2069643D2272656D696E6422206E616D653D2252656D696E64222070773A61737369676E65653D223D206C696272617269616E223E3C62706D6E3A696E636F6D696E673E66363C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E66373C2F62706D6E3A6F7574676F696E673E3C2F62706D6E3A757365725461736B3E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266372220736F757263655265663D2272656D696E6422207461726765745265663D22616761696E222F3E0A202020203C62706D6E3A6578636C7573697665476174657761792069643D22616761696E22206E616D653D224C656E6420616761696E3F222064656661756C743D22665F616761696E223E3C62706D6E3A696E636F6D696E673E66353C2F62706D6E3A696E636F6D696E673E3C62706D6E3A696E636F6D696E673E66373C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E665F616761696E3C2F62706D6E3A6F7574676F696E673E3C62706D6E3A6F7574676F696E673E66383C2F62706D6E3A6F7574676F696E673E3C2F62706D6E3A6578636C7573697665476174657761793E0A202020203C62706D6E3A73657175656E6365466C6F772069643D22665F616761696E22206E616D653D227965732220736F757263655265663D22616761696E22207461726765745265663D2268616E645F6F7574222F3E0A202020203C62706D6E3A73657175656E6365466C6F772069643D22663822206E616D653D22776F726E206F75742220736F757263655265663D22616761696E22207461726765745265663D22656E64223E3C62706D6E3A636F6E646974696F6E45787072657373696F6E207873693A747970653D2262706D6E3A74466F726D616C45787072657373696F6E223E3D20636F6E646974696F6E203D2022776F726E206F7574223C2F62706D6E3A636F6E646974696F6E45787072657373696F6E3E3C2F62706D6E3A73657175656E6365466C6F773E0A202020203C62706D6E3A656E644576656E742069643D22656E64223E3C62706D6E3A696E636F6D696E673E66383C2F62706D6E3A696E636F6D696E673E3C2F62706D6E3A656E644576656E743E0A20203C2F62706D6E3A70726F636573733E0A3C2F62706D6E3A646566696E6974696F6E733E0A','2026-01-05 07:00:00.000000','system');
INSERT INTO "resource" VALUES(3,'parcel.bpmn',NULL,'14a20d8fb58ce51772168c54855f5874e1fa970bb78a740c1f585b0356345ae7',X'3C3F786D6C2076657273696F6E3D22312E302220656E636F64696E673D225554462D38223F3E0A3C62706D6E3A646566696E6974696F6E7320786D6C6E733A62706D6E3D22687474703A2F2F7777772E6F6D672E6F72672F737065632F42504D4E2F32303130303532342F4D4F44454C2220786D6C6E733A70773D2275726E3A70686173656E7765726B3A62706D6E3A312E302220786D6C6E733A7873693D22687474703A2F2F7777772E77332E6F72672F323030312F584D4C536368656D612D696E7374616E6365222069643D22646566696E6974696F6E7322207461726765744E616D6573706163653D2275726E3A74657374223E0A20203C62706D6E3A6D6573736167652069643D226D5F6F72646572656422206E616D653D226F726465726564222070773A636F7272656C6174696F6E4B65793D223D206F72646572222F3E0A20203C62706D6E3A6D6573736167652069643D226D5F6172726976656422206E616D653D2261727269766564222070773A636F7272656C6174696F6E4B65793D223D206F72646572222070773A74696D65546F4C6976653D22503744222F3E0A20203C62706D6E3A6D6573736167652069643D226D5F646F6E6522206E616D653D2270617263656C20646F6E65222070773A636F7272656C6174696F6E4B65793D223D206F72646572222070773A74696D65546F4C6976653D22503144222F3E0A20203C62706D6E3A7369676E616C2069643D22735F737472696B6522206E616D653D22737472696B65222F3E0A20203C62706D6E3A70726F636573732069643D2270617263656C22206E616D653D2250617263656C2220697345786563757461626C653D2274727565223E0A202020203C62706D6E3A73746172744576656E742069643D226F726465726564223E3C62706D6E3A657874656E73696F6E456C656D656E74733E3C70773A696F4D617070696E673E3C70773A6F757470757420736F757263653D223D206F7264657222207461726765743D226F72646572222F3E3C2F70773A696F4D617070696E673E3C2F62706D6E3A657874656E73696F6E456C656D656E74733E3C62706D6E3A6F7574676F696E673E66313C2F62706D6E3A6F7574676F696E673E3C62706D6E3A6D6573736167654576656E74446566696E6974696F6E2069643D22643122206D6573736167655265663D226D5F6F726465726564222F3E3C2F62706D6E3A73746172744576656E743E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266312220736F757263655265663D226F72646572656422207461726765745265663D227061636B222F3E0A202020203C62706D6E3A736572766963655461736B2069643D227061636B22206E616D653D225061636B222070773A68616E646C65723D2270617263656C2E7061636B222070773A6566666563743D22696E73696465223E3C62706D6E3A696E636F6D696E673E66313C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E66323C2F62706D6E3A6F7574676F696E673E3C2F62706D6E3A736572766963655461736B3E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266322220736F757263655265663D227061636B22207461726765745265663D227072696E74222F3E0A202020203C62706D6E3A736572766963655461736B2069643D227072696E7422206E616D653D225072696E74206C6162656C222070773A68616E646C65723D2270617263656C2E7072696E74222070773A6566666563743D226F757473696465222070773A72657472793D2252332F5054354D223E3C62706D6E3A657874656E73696F6E456C656D656E74733E3C70773A696F4D617070696E673E3C70773A696E70757420736F757263653D223D206F7264657222207461726765743D226F72646572222F3E3C70773A6F757470757420736F757263653D223D206C6162656C22207461726765743D226C6162656C222F3E3C2F70773A696F4D617070696E673E3C2F62706D6E3A657874656E73696F6E456C656D656E74733E3C62706D6E3A696E636F6D696E673E66323C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E66333C2F62706D6E3A6F7574676F696E673E3C2F62706D6E3A736572766963655461736B3E0A202020203C62706D6E3A626F756E646172794576656E742069643D226E6F5F706170657222206174746163686564546F5265663D227072696E74223E3C62706D6E3A6F7574676F696E673E66393C2F62706D6E3A6F7574676F696E673E3C62706D6E3A6572726F724576656E74446566696E6974696F6E2069643D22643922206572726F725265663D22655F7061706572222F3E3C2F62706D6E3A626F756E646172794576656E743E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266392220736F757263655265663D226E6F5F706170657222207461726765745265663D2277726974655F62795F68616E64222F3E0A202020203C62706D6E3A757365725461736B2069643D2277726974655F62795F68616E6422206E616D653D22577269746520746865206C6162656C2062792068616E64223E3C62706D6E3A696E636F6D696E673E66393C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E6631303C2F62706D6E3A6F7574676F696E673E3C2F62706D6E3A757365725461736B3E0A202020203C62706D6E3A73657175656E6365466C6F772069643D226631302220736F757263655265663D2277726974655F62795F68616E6422207461726765745265663D2274726176656C222F3E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266332220736F757263655265663D227072696E7422207461726765745265663D2274726176656C222F3E0A202020203C62706D6E3A696E7465726D65646961746543617463684576656E742069643D2274726176656C22206E616D653D2241727269766564223E3C62706D6E3A696E636F6D696E673E66333C2F62706D6E3A696E636F6D696E673E3C62706D6E3A696E636F6D696E673E6631303C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E66343C2F62706D6E3A6F7574676F696E673E3C62706D6E3A6D6573736167654576656E74446566696E6974696F6E2069643D22643222206D6573736167655265663D226D5F61727269766564222F3E3C2F62706D6E3A696E7465726D65646961746543617463684576656E743E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266342220736F757263655265663D2274726176656C22207461726765745265663D22656E64222F3E0A202020203C62706D6E3A656E644576656E742069643D22656E64223E3C62706D6E3A657874656E73696F6E456C656D656E74733E3C70773A696F4D617070696E673E3C70773A696E70757420736F757263653D223D206C6162656C22207461726765743D226C6162656C222F3E3C2F70773A696F4D617070696E673E3C2F62706D6E3A657874656E73696F6E456C656D656E74733E3C62706D6E3A696E636F6D696E673E66343C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6D6573736167654576656E74446566696E6974696F6E2069643D22643322206D6573736167655265663D226D5F646F6E65222F3E3C2F62706D6E3A656E644576656E743E0A20203C2F62706D6E3A70726F636573733E0A20203C62706D6E3A6572726F722069643D22655F706170657222206E616D653D224E6F20706170657222206572726F72436F64653D226E6F2D7061706572222F3E0A20203C62706D6E3A70726F636573732069643D226465706F7422206E616D653D224465706F742220697345786563757461626C653D2274727565223E0A202020203C62706D6E3A73746172744576656E742069643D226F70656E223E3C62706D6E3A6F7574676F696E673E67313C2F62706D6E3A6F7574676F696E673E3C2F62706D6E3A73746172744576656E743E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2267312220736F757263655265663D226F70656E22207461726765745265663D22737472696B65222F3E0A202020203C62706D6E3A696E7465726D65646961746543617463684576656E742069643D22737472696B65223E3C62706D6E3A696E636F6D696E673E67313C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E67323C2F62706D6E3A6F7574676F696E673E3C62706D6E3A7369676E616C4576656E74446566696E6974696F6E2069643D22643422207369676E616C5265663D22735F737472696B65222F3E3C2F62706D6E3A696E7465726D65646961746543617463684576656E743E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2267322220736F757263655265663D22737472696B6522207461726765745265663D22636C6F736564222F3E0A202020203C62706D6E3A757365725461736B2069643D22636C6F73656422206E616D653D224465706F7420636C6F736564223E3C62706D6E3A696E636F6D696E673E67323C2F62706D6E3A696E636F6D696E673E3C2F62706D6E3A757365725461736B3E0A20203C2F62706D6E3A70726F636573733E0A3C2F62706D6E3A646566696E6974696F6E733E0A','2026-01-05 07:00:00.000000','system');
INSERT INTO "resource" VALUES(4,'heartbeat.bpmn',NULL,'ae65d93fa3c8f053ace825276a195f1a8b7b6f3319f22e3fb629ed700c7a36fd',X'3C3F786D6C2076657273696F6E3D22312E302220656E636F64696E673D225554462D38223F3E0A3C62706D6E3A646566696E6974696F6E7320786D6C6E733A62706D6E3D22687474703A2F2F7777772E6F6D672E6F72672F737065632F42504D4E2F32303130303532342F4D4F44454C2220786D6C6E733A70773D2275726E3A70686173656E7765726B3A62706D6E3A312E302220786D6C6E733A7873693D22687474703A2F2F7777772E77332E6F72672F323030312F584D4C536368656D612D696E7374616E6365222069643D22646566696E6974696F6E7322207461726765744E616D6573706163653D2275726E3A74657374223E0A20203C62706D6E3A70726F636573732069643D2268656172746265617422206E616D653D224865617274626561742220697345786563757461626C653D2274727565223E0A202020203C62706D6E3A73746172744576656E742069643D227374617274223E3C62706D6E3A6F7574676F696E673E66313C2F62706D6E3A6F7574676F696E673E3C2F62706D6E3A73746172744576656E743E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266312220736F757263655265663D22737461727422207461726765745265663D227061757365222F3E0A202020203C62706D6E3A696E7465726D65646961746543617463684576656E742069643D22706175736522206E616D653D224F6E6520646179223E3C62706D6E3A696E636F6D696E673E66313C2F62706D6E3A696E636F6D696E673E3C62706D6E3A696E636F6D696E673E66343C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E66323C2F62706D6E3A6F7574676F696E673E3C62706D6E3A74696D65724576656E74446566696E6974696F6E2069643D226431223E3C62706D6E3A74696D654475726174696F6E207873693A747970653D2262706D6E3A74466F726D616C45787072657373696F6E223E5031443C2F62706D6E3A74696D654475726174696F6E3E3C2F62706D6E3A74696D65724576656E74446566696E6974696F6E3E3C2F62706D6E3A696E7465726D65646961746543617463684576656E743E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266322220736F757263655265663D22706175736522207461726765745265663D22636F756E74222F3E0A202020203C62706D6E3A7363726970745461736B2069643D22636F756E7422206E616D653D22436F756E742220736372697074466F726D61743D226665656C223E3C62706D6E3A696E636F6D696E673E66323C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E66333C2F62706D6E3A6F7574676F696E673E3C62706D6E3A7363726970743E7B62656174733A206265617473202B20317D3C2F62706D6E3A7363726970743E3C2F62706D6E3A7363726970745461736B3E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266332220736F757263655265663D22636F756E7422207461726765745265663D22656E6F756768222F3E0A202020203C62706D6E3A6578636C7573697665476174657761792069643D22656E6F75676822206E616D653D22456E6F7567683F222064656661756C743D226634223E3C62706D6E3A696E636F6D696E673E66333C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E66343C2F62706D6E3A6F7574676F696E673E3C62706D6E3A6F7574676F696E673E66353C2F62706D6E3A6F7574676F696E673E3C2F62706D6E3A6578636C7573697665476174657761793E0A202020203C62706D6E3A73657175656E6365466C6F772069643D22663422206E616D653D226E6F2220736F757263655265663D22656E6F75676822207461726765745265663D227061757365222F3E0A202020203C62706D6E3A73657175656E6365466C6F772069643D22663522206E616D653D227965732220736F757263655265663D22656E6F75676822207461726765745265663D22656E64223E3C62706D6E3A636F6E646974696F6E45787072657373696F6E207873693A747970653D2262706D6E3A74466F726D616C45787072657373696F6E223E6265617473202667743B3D2077616E7465643C2F62706D6E3A636F6E646974696F6E45787072657373696F6E3E3C2F62706D6E3A73657175656E6365466C6F773E0A202020203C62706D6E3A656E644576656E742069643D22656E64223E3C62706D6E3A696E636F6D696E673E66353C2F62706D6E3A696E636F6D696E673E3C2F62706D6E3A656E644576656E743E0A20203C2F62706D6E3A70726F636573733E0A3C2F62706D6E3A646566696E6974696F6E733E0A','2026-01-05 07:00:00.000000','system');
INSERT INTO "resource" VALUES(5,'tour.bpmn',NULL,'da9c75c6efb654eaafb908dc357f52add33d6510123f1bfcd40337cdd763dd84',X'3C3F786D6C2076657273696F6E3D22312E302220656E636F64696E673D225554462D38223F3E0A3C62706D6E3A646566696E6974696F6E7320786D6C6E733A62706D6E3D22687474703A2F2F7777772E6F6D672E6F72672F737065632F42504D4E2F32303130303532342F4D4F44454C2220786D6C6E733A70773D2275726E3A70686173656E7765726B3A62706D6E3A312E302220786D6C6E733A7873693D22687474703A2F2F7777772E77332E6F72672F323030312F584D4C536368656D612D696E7374616E6365222069643D22646566696E6974696F6E7322207461726765744E616D6573706163653D2275726E3A74657374223E0A20203C62706D6E3A6D6573736167652069643D226D5F7765617468657222206E616D653D2277656174686572222070773A636F7272656C6174696F6E4B65793D223D20746F7572222F3E0A20203C62706D6E3A70726F636573732069643D22746F757222206E616D653D22546F75722220697345786563757461626C653D2274727565223E0A202020203C62706D6E3A73746172744576656E742069643D227374617274223E3C62706D6E3A6F7574676F696E673E66313C2F62706D6E3A6F7574676F696E673E3C2F62706D6E3A73746172744576656E743E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266312220736F757263655265663D22737461727422207461726765745265663D2273746F7073222F3E0A202020203C62706D6E3A73756250726F636573732069643D2273746F707322206E616D653D2253746F7073223E3C62706D6E3A696E636F6D696E673E66313C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E66323C2F62706D6E3A6F7574676F696E673E0A2020202020203C62706D6E3A73746172744576656E742069643D22735F7374617274223E3C62706D6E3A6F7574676F696E673E67313C2F62706D6E3A6F7574676F696E673E3C2F62706D6E3A73746172744576656E743E0A2020202020203C62706D6E3A73657175656E6365466C6F772069643D2267312220736F757263655265663D22735F737461727422207461726765745265663D227669736974222F3E0A2020202020203C62706D6E3A757365725461736B2069643D22766973697422206E616D653D225669736974222070773A63616E64696461746547726F7570733D22677569646573223E3C62706D6E3A696E636F6D696E673E67313C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E67323C2F62706D6E3A6F7574676F696E673E0A20202020202020203C62706D6E3A6D756C7469496E7374616E63654C6F6F704368617261637465726973746963732070773A636F6C6C656374696F6E3D223D20706C61636573222070773A656C656D656E745661726961626C653D22706C616365222F3E0A2020202020203C2F62706D6E3A757365725461736B3E0A2020202020203C62706D6E3A73657175656E6365466C6F772069643D2267322220736F757263655265663D22766973697422207461726765745265663D22735F656E64222F3E0A2020202020203C62706D6E3A656E644576656E742069643D22735F656E64223E3C62706D6E3A696E636F6D696E673E67323C2F62706D6E3A696E636F6D696E673E3C2F62706D6E3A656E644576656E743E0A202020203C2F62706D6E3A73756250726F636573733E0A202020203C62706D6E3A626F756E646172794576656E742069643D2265766572795F6D6F6E746822206174746163686564546F5265663D2273746F7073222063616E63656C41637469766974793D2266616C7365223E3C62706D6E3A6F7574676F696E673E66333C2F62706D6E3A6F7574676F696E673E3C62706D6E3A74696D65724576656E74446566696E6974696F6E2069643D227431223E3C62706D6E3A74696D654379636C65207873693A747970653D2262706D6E3A74466F726D616C45787072657373696F6E223E522F50314D3C2F62706D6E3A74696D654379636C653E3C2F62706D6E3A74696D65724576656E74446566696E6974696F6E3E3C2F62706D6E3A626F756E646172794576656E743E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266332220736F757263655265663D2265766572795F6D6F6E746822207461726765745265663D22636F756E74222F3E0A202020203C62706D6E3A7363726970745461736B2069643D22636F756E7422206E616D653D22436F756E742220736372697074466F726D61743D226665656C223E3C62706D6E3A696E636F6D696E673E66333C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E66343C2F62706D6E3A6F7574676F696E673E3C62706D6E3A7363726970743E7B6D6F6E7468733A206D6F6E746873202B20317D3C2F62706D6E3A7363726970743E3C2F62706D6E3A7363726970745461736B3E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266342220736F757263655265663D22636F756E7422207461726765745265663D22636F756E746564222F3E0A202020203C62706D6E3A656E644576656E742069643D22636F756E746564223E3C62706D6E3A696E636F6D696E673E66343C2F62706D6E3A696E636F6D696E673E3C2F62706D6E3A656E644576656E743E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266322220736F757263655265663D2273746F707322207461726765745265663D22676F5F6F7574222F3E0A202020203C62706D6E3A63616C6C41637469766974792069643D22676F5F6F757422206E616D653D224576656E696E67222063616C6C6564456C656D656E743D226576656E696E67223E3C62706D6E3A657874656E73696F6E456C656D656E74733E3C70773A696F4D617070696E673E3C70773A696E70757420736F757263653D223D20746F757222207461726765743D22746F7572222F3E3C70773A6F757470757420736F757263653D223D207765617468657222207461726765743D2277656174686572222F3E3C2F70773A696F4D617070696E673E3C2F62706D6E3A657874656E73696F6E456C656D656E74733E3C62706D6E3A696E636F6D696E673E66323C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E66353C2F62706D6E3A6F7574676F696E673E3C2F62706D6E3A63616C6C41637469766974793E0A202020203C62706D6E3A626F756E646172794576656E742069643D22746F6F5F6C61746522206174746163686564546F5265663D22676F5F6F7574223E3C62706D6E3A6F7574676F696E673E66363C2F62706D6E3A6F7574676F696E673E3C62706D6E3A74696D65724576656E74446566696E6974696F6E2069643D227432223E3C62706D6E3A74696D654475726174696F6E207873693A747970653D2262706D6E3A74466F726D616C45787072657373696F6E223E503130443C2F62706D6E3A74696D654475726174696F6E3E3C2F62706D6E3A74696D65724576656E74446566696E6974696F6E3E3C2F62706D6E3A626F756E646172794576656E743E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266362220736F757263655265663D22746F6F5F6C61746522207461726765745265663D2261706F6C6F67697365222F3E0A202020203C62706D6E3A757365725461736B2069643D2261706F6C6F6769736522206E616D653D2241706F6C6F67697365222070773A61737369676E65653D22616461223E3C62706D6E3A696E636F6D696E673E66363C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E66373C2F62706D6E3A6F7574676F696E673E3C2F62706D6E3A757365725461736B3E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266372220736F757263655265663D2261706F6C6F6769736522207461726765745265663D22656E64222F3E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2266352220736F757263655265663D22676F5F6F757422207461726765745265663D22656E64222F3E0A202020203C62706D6E3A656E644576656E742069643D22656E64223E3C62706D6E3A696E636F6D696E673E66353C2F62706D6E3A696E636F6D696E673E3C62706D6E3A696E636F6D696E673E66373C2F62706D6E3A696E636F6D696E673E3C2F62706D6E3A656E644576656E743E0A20203C2F62706D6E3A70726F636573733E0A20203C62706D6E3A70726F636573732069643D226576656E696E6722206E616D653D224576656E696E672220697345786563757461626C653D2274727565223E0A202020203C62706D6E3A73746172744576656E742069643D22655F7374617274223E3C62706D6E3A6F7574676F696E673E68313C2F62706D6E3A6F7574676F696E673E3C2F62706D6E3A73746172744576656E743E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2268312220736F757263655265663D22655F737461727422207461726765745265663D22666F726563617374222F3E0A202020203C62706D6E3A696E7465726D65646961746543617463684576656E742069643D22666F72656361737422206E616D653D22466F726563617374223E3C62706D6E3A657874656E73696F6E456C656D656E74733E3C70773A696F4D617070696E673E3C70773A6F757470757420736F757263653D223D207765617468657222207461726765743D2277656174686572222F3E3C2F70773A696F4D617070696E673E3C2F62706D6E3A657874656E73696F6E456C656D656E74733E3C62706D6E3A696E636F6D696E673E68313C2F62706D6E3A696E636F6D696E673E3C62706D6E3A6F7574676F696E673E68323C2F62706D6E3A6F7574676F696E673E3C62706D6E3A6D6573736167654576656E74446566696E6974696F6E2069643D22643122206D6573736167655265663D226D5F77656174686572222F3E3C2F62706D6E3A696E7465726D65646961746543617463684576656E743E0A202020203C62706D6E3A73657175656E6365466C6F772069643D2268322220736F757263655265663D22666F72656361737422207461726765745265663D22655F656E64222F3E0A202020203C62706D6E3A656E644576656E742069643D22655F656E64223E3C62706D6E3A696E636F6D696E673E68323C2F62706D6E3A696E636F6D696E673E3C2F62706D6E3A656E644576656E743E0A20203C2F62706D6E3A70726F636573733E0A3C2F62706D6E3A646566696E6974696F6E733E0A','2026-01-05 07:00:00.000000','system');
CREATE TABLE sheet_revision (
	id INTEGER NOT NULL, 
	sheet_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	saved_at DATETIME NOT NULL, 
	saved_by VARCHAR(80) NOT NULL, 
	reason TEXT NOT NULL, 
	content TEXT NOT NULL, 
	CONSTRAINT pk_sheet_revision PRIMARY KEY (id), 
	CONSTRAINT fk_sheet_revision_sheet_id_profiling_sheet FOREIGN KEY(sheet_id) REFERENCES profiling_sheet (id), 
	CONSTRAINT uq_sheet_revision_sheet_id_number UNIQUE (sheet_id, number)
);
CREATE TABLE sign_in_session (
	token_digest VARCHAR(64) NOT NULL, 
	user_id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	last_seen_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	CONSTRAINT pk_sign_in_session PRIMARY KEY (token_digest), 
	CONSTRAINT fk_sign_in_session_user_id_user_account FOREIGN KEY(user_id) REFERENCES user_account (id) ON DELETE CASCADE
);
CREATE TABLE start_subscription (
	id INTEGER NOT NULL, 
	definition_id INTEGER NOT NULL, 
	element_id VARCHAR(200) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	due_at DATETIME, 
	schedule TEXT, 
	CONSTRAINT pk_start_subscription PRIMARY KEY (id), 
	CONSTRAINT fk_start_subscription_definition_id_definition FOREIGN KEY(definition_id) REFERENCES definition (id) ON DELETE CASCADE
);
INSERT INTO "start_subscription" VALUES(1,3,'ordered','message','ordered',NULL,NULL);
CREATE TABLE strategy (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	goal_id INTEGER, 
	sheet_id INTEGER, 
	need VARCHAR(8), 
	code VARCHAR(60) NOT NULL, 
	window_from DATE NOT NULL, 
	window_to DATE NOT NULL, 
	intermediate_goal TEXT NOT NULL, 
	steps_client TEXT NOT NULL, 
	steps_staff TEXT NOT NULL, 
	steps_third_party TEXT NOT NULL, 
	sort_order INTEGER NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	extended_times INTEGER NOT NULL, 
	ended_on DATE, 
	result_note TEXT NOT NULL, 
	chosen_at DATETIME NOT NULL, 
	chosen_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_strategy PRIMARY KEY (id), 
	CONSTRAINT ck_strategy_ended_has_a_day CHECK (state IN ('PLANNED', 'ACTIVE') OR ended_on IS NOT NULL), 
	CONSTRAINT ck_strategy_sort_order CHECK (sort_order >= 1), 
	CONSTRAINT ck_strategy_window_in_order CHECK (window_to > window_from), 
	CONSTRAINT fk_strategy_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id), 
	CONSTRAINT fk_strategy_goal_id_goal FOREIGN KEY(goal_id) REFERENCES goal (id), 
	CONSTRAINT fk_strategy_sheet_id_profiling_sheet FOREIGN KEY(sheet_id) REFERENCES profiling_sheet (id), 
	CONSTRAINT ck_strategy_strategystate CHECK (state IN ('PLANNED', 'ACTIVE', 'DONE', 'CANCELLED', 'FAILED'))
);
CREATE TABLE subscription (
	id INTEGER NOT NULL, 
	instance_id INTEGER NOT NULL, 
	token VARCHAR(32) NOT NULL, 
	process_key VARCHAR(200) NOT NULL, 
	element_id VARCHAR(200) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	correlation_key VARCHAR(200), 
	CONSTRAINT pk_subscription PRIMARY KEY (id), 
	CONSTRAINT fk_subscription_instance_id_instance FOREIGN KEY(instance_id) REFERENCES instance (id), 
	CONSTRAINT uq_subscription_token_element_id_kind_name UNIQUE (token, element_id, kind, name)
);
INSERT INTO "subscription" VALUES(2,4,'2d11c762b7018caa8c1b79cf48dc0a6a','lending','returned','message','returned','L-held');
INSERT INTO "subscription" VALUES(4,9,'e39704b21a895cd9a3e6a5cd9310d355','depot','strike','signal','strike',NULL);
INSERT INTO "subscription" VALUES(5,10,'8ec0e7648f9246d6fbff6bf5dc4151c9','parcel','travel','message','arrived','P-travels');
CREATE TABLE target_occupation (
	id INTEGER NOT NULL, 
	sheet_id INTEGER NOT NULL, 
	rank INTEGER NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	kldb VARCHAR(5), 
	dkz VARCHAR(20), 
	status VARCHAR(40) NOT NULL, 
	is_reorientation_checked BOOLEAN NOT NULL, 
	reorientation_note TEXT NOT NULL, 
	CONSTRAINT pk_target_occupation PRIMARY KEY (id), 
	CONSTRAINT ck_target_occupation_kldb_has_five_digits CHECK (kldb IS NULL OR length(kldb) = 5), 
	CONSTRAINT ck_target_occupation_title CHECK (length(trim(title)) > 0), 
	CONSTRAINT ck_target_occupation_rank CHECK (rank >= 1), 
	CONSTRAINT fk_target_occupation_sheet_id_profiling_sheet FOREIGN KEY(sheet_id) REFERENCES profiling_sheet (id) ON DELETE CASCADE, 
	CONSTRAINT uq_target_occupation_sheet_id_rank UNIQUE (sheet_id, rank), 
	CONSTRAINT ck_target_occupation_occupationstatus CHECK (status IN ('PROVISIONAL', 'CONFIRMED'))
);
CREATE TABLE task_candidate (
	task_id INTEGER NOT NULL, 
	group_name VARCHAR(120) NOT NULL, 
	CONSTRAINT pk_task_candidate PRIMARY KEY (task_id, group_name), 
	CONSTRAINT fk_task_candidate_task_id_user_task FOREIGN KEY(task_id) REFERENCES user_task (id) ON DELETE CASCADE
);
INSERT INTO "task_candidate" VALUES(1,'desk');
INSERT INTO "task_candidate" VALUES(1,'desk:north');
INSERT INTO "task_candidate" VALUES(2,'desk');
INSERT INTO "task_candidate" VALUES(2,'desk:north');
INSERT INTO "task_candidate" VALUES(6,'guides');
INSERT INTO "task_candidate" VALUES(7,'guides');
INSERT INTO "task_candidate" VALUES(8,'guides');
CREATE TABLE task_draft (
	task_id INTEGER NOT NULL, 
	"values" TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	saved_at DATETIME NOT NULL, 
	saved_by VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_task_draft PRIMARY KEY (task_id), 
	CONSTRAINT fk_task_draft_task_id_user_task FOREIGN KEY(task_id) REFERENCES user_task (id) ON DELETE CASCADE
);
INSERT INTO "task_draft" VALUES(2,'{"reader":"12"}',1,'2026-01-05 07:00:00.000000','ada');
CREATE TABLE team (
	id INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	"key" VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_team PRIMARY KEY (id), 
	CONSTRAINT uq_team_key UNIQUE ("key"), 
	CONSTRAINT uq_team_name UNIQUE (name)
);
CREATE TABLE timer (
	id INTEGER NOT NULL, 
	instance_id INTEGER NOT NULL, 
	token VARCHAR(32) NOT NULL, 
	process_key VARCHAR(200) NOT NULL, 
	element_id VARCHAR(200) NOT NULL, 
	due_at DATETIME NOT NULL, 
	is_parked BOOLEAN NOT NULL, 
	CONSTRAINT pk_timer PRIMARY KEY (id), 
	CONSTRAINT fk_timer_instance_id_instance FOREIGN KEY(instance_id) REFERENCES instance (id), 
	CONSTRAINT uq_timer_token_element_id UNIQUE (token, element_id)
);
INSERT INTO "timer" VALUES(2,4,'2d11c762b7018caa8c1b79cf48dc0a6a','lending','overdue','2026-02-02 07:00:00.000000',1);
INSERT INTO "timer" VALUES(5,6,'378fe4d9db010bfa5f2773300fbae2eb','tour','every_month','2026-03-05 07:00:00.000000',0);
INSERT INTO "timer" VALUES(6,8,'09354241285357702286a6dec334c17a','heartbeat','pause','2026-03-02 07:00:00.000000',0);
CREATE TABLE user_account (
	id INTEGER NOT NULL, 
	username VARCHAR(80) NOT NULL, 
	display_name VARCHAR(160) NOT NULL, 
	email VARCHAR(200) NOT NULL, 
	password_hash VARCHAR(200) NOT NULL, 
	locale VARCHAR(8) NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	failed_sign_ins INTEGER NOT NULL, 
	locked_until DATETIME, 
	CONSTRAINT pk_user_account PRIMARY KEY (id), 
	CONSTRAINT uq_user_account_username UNIQUE (username)
);
CREATE TABLE user_task (
	id INTEGER NOT NULL, 
	instance_id INTEGER NOT NULL, 
	token VARCHAR(32) NOT NULL, 
	process_key VARCHAR(200) NOT NULL, 
	element_id VARCHAR(200) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	instruction TEXT NOT NULL, 
	business_key VARCHAR(120), 
	form_id INTEGER, 
	lane VARCHAR(120), 
	status VARCHAR(40) NOT NULL, 
	assignee VARCHAR(80), 
	claimed_at DATETIME, 
	due_at DATETIME, 
	follow_up_at DATETIME, 
	priority INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	ended_by VARCHAR(80), 
	submission_id VARCHAR(64), 
	CONSTRAINT pk_user_task PRIMARY KEY (id), 
	CONSTRAINT fk_user_task_form_id_definition FOREIGN KEY(form_id) REFERENCES definition (id), 
	CONSTRAINT fk_user_task_instance_id_instance FOREIGN KEY(instance_id) REFERENCES instance (id), 
	CONSTRAINT uq_user_task_token UNIQUE (token), 
	CONSTRAINT ck_user_task_taskstatus CHECK (status IN ('open', 'completed', 'cancelled'))
);
INSERT INTO "user_task" VALUES(1,1,'5ae0828c512d4e8c85f02f3f436115d6','lending','hand_out','Hand out the book','Check the card.','L-open',1,NULL,'open',NULL,NULL,'2026-01-10 22:59:59.000000',NULL,70,'2026-01-05 07:00:00.000000',NULL,NULL,NULL);
INSERT INTO "user_task" VALUES(2,2,'55b11419302a938af73aba56b041ea8c','lending','hand_out','Hand out the book','Check the card.','L-draft',1,NULL,'open','ada','2026-01-05 07:00:00.000000','2026-01-10 22:59:59.000000',NULL,70,'2026-01-05 07:00:00.000000',NULL,NULL,NULL);
INSERT INTO "user_task" VALUES(3,3,'feefa0dc435b95fa8b1bfb146387b602','lending','hand_out','Hand out the book','Check the card.','L-lent',1,NULL,'completed',NULL,NULL,'2026-01-10 22:59:59.000000',NULL,70,'2026-01-05 07:00:00.000000','2026-01-05 07:00:00.000000','system',NULL);
INSERT INTO "user_task" VALUES(4,4,'d449989cc87b0830e29a259e93d48fb4','lending','hand_out','Hand out the book','Check the card.','L-held',1,NULL,'completed',NULL,NULL,'2026-01-10 22:59:59.000000',NULL,70,'2026-01-05 07:00:00.000000','2026-01-05 07:00:00.000000','system',NULL);
INSERT INTO "user_task" VALUES(5,5,'0f56d7e440c82ec99bf144b520017a37','lending','hand_out','Hand out the book','Check the card.','L-over',1,NULL,'completed',NULL,NULL,'2026-01-10 22:59:59.000000',NULL,70,'2026-01-05 07:00:00.000000','2026-01-05 07:00:00.000000','ada','submission-of-ada');
INSERT INTO "user_task" VALUES(6,6,'36042b719af7bb4f42519a06260253b0','tour','visit','Visit','','T-stops',NULL,NULL,'open',NULL,NULL,NULL,NULL,50,'2026-01-05 07:00:00.000000',NULL,NULL,NULL);
INSERT INTO "user_task" VALUES(7,6,'2026b2e3ae9b777f0b6450a559998469','tour','visit','Visit','','T-stops',NULL,NULL,'open',NULL,NULL,NULL,NULL,50,'2026-01-05 07:00:00.000000',NULL,NULL,NULL);
INSERT INTO "user_task" VALUES(8,6,'5a2877a4c4caddf11e335f90eb5af8e9','tour','visit','Visit','','T-stops',NULL,NULL,'open',NULL,NULL,NULL,NULL,50,'2026-01-05 07:00:00.000000',NULL,NULL,NULL);
INSERT INTO "user_task" VALUES(9,7,'dd6e1bf78f4b523cb85e790d746fd5e7','tour','visit','Visit','','T-evening',NULL,NULL,'completed',NULL,NULL,NULL,NULL,50,'2026-01-05 07:00:00.000000','2026-01-05 07:00:00.000000','system',NULL);
INSERT INTO "user_task" VALUES(10,7,'f0a24eccf33b47782ef2e8f6285f77d4','tour','apologise','Apologise','','T-evening',NULL,NULL,'open',NULL,NULL,NULL,NULL,50,'2026-01-15 07:00:00.000000',NULL,NULL,NULL);
INSERT INTO "user_task" VALUES(11,3,'bc5e0d9adc81b1fa2d375eb01837c375','lending','remind','Remind','','L-lent',NULL,NULL,'open','ada','2026-02-02 07:00:00.000000',NULL,NULL,50,'2026-02-02 07:00:00.000000',NULL,NULL,NULL);
CREATE INDEX ix_buffered_message_expires_at ON buffered_message (expires_at);
CREATE INDEX ix_buffered_message_name_correlation_key ON buffered_message (name, correlation_key);
CREATE INDEX ix_resource_checksum ON resource (checksum);
CREATE INDEX ix_resource_namespace ON resource (namespace);
CREATE INDEX ix_instance_business_key ON instance (business_key);
CREATE INDEX ix_instance_definition_id ON instance (definition_id);
CREATE INDEX ix_start_subscription_definition_id ON start_subscription (definition_id);
CREATE INDEX ix_start_subscription_due_at ON start_subscription (due_at);
CREATE INDEX ix_start_subscription_kind_name ON start_subscription (kind, name);
CREATE INDEX ix_history_entry_business_key_id ON history_entry (business_key, id);
CREATE INDEX ix_history_entry_instance_id_id ON history_entry (instance_id, id);
CREATE INDEX ix_incident_instance_id ON incident (instance_id);
CREATE INDEX ix_incident_resolved_at_created_at ON incident (resolved_at, created_at);
CREATE INDEX ix_job_instance_id ON job (instance_id);
CREATE INDEX ix_job_status_due_at ON job (status, due_at);
CREATE INDEX ix_subscription_instance_id ON subscription (instance_id);
CREATE INDEX ix_subscription_kind_name_correlation_key ON subscription (kind, name, correlation_key);
CREATE INDEX ix_timer_due_at ON timer (due_at);
CREATE INDEX ix_timer_instance_id ON timer (instance_id);
CREATE INDEX ix_user_task_assignee_status ON user_task (assignee, status, due_at);
CREATE INDEX ix_user_task_business_key ON user_task (business_key);
CREATE INDEX ix_user_task_instance_id ON user_task (instance_id);
CREATE INDEX ix_user_task_status_due ON user_task (status, due_at);
CREATE INDEX ix_task_candidate_group_name_task_id ON task_candidate (group_name, task_id);
CREATE INDEX ix_absence_user_id ON absence (user_id);
CREATE UNIQUE INDEX uq_membership_user_role_team ON membership (user_id, role, team_id);
CREATE INDEX ix_person_household_id ON person (household_id);
CREATE INDEX ix_person_last_name ON person (last_name);
CREATE INDEX ix_sign_in_session_user_id ON sign_in_session (user_id);
CREATE INDEX ix_case_file_caseworker_id_state ON case_file (caseworker_id, state);
CREATE INDEX ix_case_file_person_id ON case_file (person_id);
CREATE INDEX ix_case_file_team_id_state ON case_file (team_id, state);
CREATE UNIQUE INDEX uq_case_file_open_person ON case_file (person_id) WHERE state NOT IN ('CLOSED', 'DEREGISTERED');
CREATE INDEX ix_access_log_case_id_at ON access_log (case_id, at);
CREATE INDEX ix_access_log_username ON access_log (username);
CREATE INDEX ix_reasoned_exception_case_id_kind ON reasoned_exception (case_id, kind);
CREATE INDEX ix_consent_case_id ON consent (case_id);
CREATE INDEX ix_profiling_sheet_case_id_created_at ON profiling_sheet (case_id, created_at);
CREATE UNIQUE INDEX uq_profiling_sheet_open ON profiling_sheet (case_id) WHERE state = 'OPEN';
CREATE INDEX ix_competence_sheet_id ON competence (sheet_id);
CREATE INDEX ix_goal_case_id_set_on ON goal (case_id, set_on);
CREATE UNIQUE INDEX uq_goal_active ON goal (case_id) WHERE state = 'ACTIVE';
CREATE INDEX ix_agreement_case_id_state ON agreement (case_id, state);
CREATE INDEX ix_agreement_state_review_due ON agreement (state, review_due);
CREATE UNIQUE INDEX uq_agreement_valid ON agreement (case_id) WHERE state IN ('IN_FORCE', 'REVIEW_DUE');
CREATE INDEX ix_strategy_case_id_state ON strategy (case_id, state);
CREATE INDEX ix_admin_act_case_id ON admin_act (case_id);
CREATE INDEX ix_agreement_duty_agreement_id ON agreement_duty (agreement_id);
CREATE INDEX ix_appointment_case_id_starts_at ON appointment (case_id, starts_at);
CREATE INDEX ix_appointment_state_starts_at ON appointment (state, starts_at);
CREATE INDEX ix_employment_record_case_id ON employment_record (case_id);
CREATE INDEX ix_reported_change_case_id ON reported_change (case_id);
CREATE INDEX ix_counselling_note_case_id_written_at ON counselling_note (case_id, written_at);
CREATE INDEX ix_missed_appointment_case_id ON missed_appointment (case_id);
CREATE INDEX ix_follow_up_case_id ON follow_up (case_id);
CREATE INDEX ix_note_addendum_note_id ON note_addendum (note_id);
CREATE TRIGGER keep_sheet_revision BEFORE UPDATE ON sheet_revision FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'a revision of a profiling sheet never changes'); END;
CREATE TRIGGER keep_counselling_note BEFORE UPDATE ON counselling_note FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'a saved note never changes'); END;
CREATE TRIGGER keep_note_addendum BEFORE UPDATE ON note_addendum FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'an addendum never changes'); END;
CREATE TRIGGER keep_access_log BEFORE UPDATE ON access_log FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'the access log never changes'); END;
CREATE TRIGGER keep_agreement_type BEFORE UPDATE ON agreement FOR EACH ROW WHEN NEW.type <> OLD.type BEGIN SELECT RAISE(ABORT, 'an agreement keeps its type for life'); END;
CREATE TRIGGER start_agreement_as_draft BEFORE INSERT ON agreement FOR EACH ROW WHEN NEW.state NOT IN ('DRAFT', 'DISCUSSED') BEGIN SELECT RAISE(ABORT, 'an agreement starts as a draft'); END;
CREATE TRIGGER bind_provider BEFORE UPDATE ON agreement FOR EACH ROW WHEN NEW.state = 'IN_FORCE' AND OLD.state <> 'IN_FORCE' AND NOT EXISTS (SELECT 1 FROM agreement_duty d WHERE d.agreement_id = NEW.id AND d.side = 'PROVIDER') BEGIN SELECT RAISE(ABORT, 'an agreement needs a duty of the office'); END;
CREATE TRIGGER bind_client BEFORE UPDATE ON agreement FOR EACH ROW WHEN NEW.state = 'IN_FORCE' AND OLD.state <> 'IN_FORCE' AND NOT EXISTS (SELECT 1 FROM agreement_duty d WHERE d.agreement_id = NEW.id AND d.side = 'CLIENT') BEGIN SELECT RAISE(ABORT, 'an agreement needs a duty of the client'); END;
CREATE TRIGGER keep_closed_sheet BEFORE UPDATE ON profiling_sheet FOR EACH ROW WHEN OLD.state = 'CLOSED' AND NEW.state = 'CLOSED' BEGIN SELECT RAISE(ABORT, 'a closed profiling sheet is only released or deleted'); END;
COMMIT;
