update task_dependency_told set at = 49 where on_task = '11b';
