"""How any process runs: knows BPMN, DMN, FEEL and time; knows no jobcenter."""
