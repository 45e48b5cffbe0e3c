"""Projects: the subjects that officials lead, and that group activities."""

from flask import Response, request

from portal.accounts.rules import Right
from portal.core import tenancy, web
from portal.core.access import access
from portal.participation.forms import projects as forms
from portal.participation.forms.projects import ProjectForm
from portal.participation.manage.desk import actor_id, blueprint, languages
from portal.participation.models import Project
from portal.participation.queries import activities
from portal.participation.service import activities as service


@blueprint.get("/projects", endpoint="projects")
@access(Right.ACTIVITIES_EDIT)
def index() -> Response:
    """Every project, the newest first."""
    rows = activities.all_projects()
    return web.page("participation/manage/projects.html", rows=rows, counts=activities.count_by_project())


@blueprint.get("/projects/new")
@access(Right.ACTIVITIES_EDIT)
def new_project() -> Response:
    return _page(ProjectForm.for_languages(languages())(data={"is_published": True}), None)


@blueprint.post("/projects/new")
@access(Right.ACTIVITIES_EDIT)
def create_project() -> Response:
    """A new project, shown at once unless said otherwise."""
    form = ProjectForm.for_languages(languages())(request.form)
    if not form.validate() or not form.check_steps():
        return _page(form, None, status=422)
    project = service.create_project(actor_id=actor_id(), **form.values())
    return web.see_other("participation_manage.project", project_id=project.id, saved=1)


@blueprint.get("/projects/<int:project_id>")
@access(Right.ACTIVITIES_EDIT)
def project(project_id: int) -> Response:
    row = tenancy.get(Project, project_id)
    return _page(ProjectForm.for_languages(languages())(data=forms.data_of(row)), row)


@blueprint.post("/projects/<int:project_id>")
@access(Right.ACTIVITIES_EDIT)
def save_project(project_id: int) -> Response:
    """Change it, unless somebody else did meanwhile: then both texts are shown."""
    row = tenancy.get(Project, project_id)
    form = ProjectForm.for_languages(languages())(request.form)
    if not form.validate() or not form.check_steps():
        return _page(form, row, status=422)
    try:
        service.edit_project(project_id, seen=form.seen.data or "", actor_id=actor_id(), **form.values())
    except service.EditedMeanwhile:
        row = tenancy.get(Project, project_id)
        form.seen.data = service.digest_of(row)
        return _page(form, row, status=409)
    return web.see_other("participation_manage.project", project_id=project_id, saved=1)


def _page(form: ProjectForm, row: Project | None, *, status: int = 200) -> Response:
    return web.page("participation/manage/project.html", status=status, form=form, project=row, is_late=status == 409)
