"""Addresses of the library: courses, resources, and writing for it."""

from django.urls import path

from pairwell.web.pages.manager import courses as course_pages
from pairwell.web.pages.manager import library
from pairwell.web.pages.participant import courses, resources

urlpatterns = [
    path("courses/", courses.index, name="courses"),
    path("courses/<slug:course>/", courses.one, name="course"),
    path("courses/<slug:course>/check/", courses.check, name="course_check"),
    path("courses/<slug:course>/newest/", courses.newest, name="newest_course"),
    path("courses/<slug:course>/<slug:lesson>/", courses.lesson, name="lesson"),
    path("resources/", resources.index, name="resources"),
    path("resources/<int:resource_id>/", resources.one, name="resource"),
    path("resources/<int:resource_id>/file/", resources.file, name="resource_file"),
    path("library/activities/new/", library.new_activity, name="new_activity"),
    path("library/activities/<slug:key>/", library.edit_activity, name="edit_activity"),
    path("library/activities/<slug:key>/copy/", library.copy_activity, name="copy_activity"),
    path("library/activities/<slug:key>/retire/", library.retire_activity, name="retire_activity"),
    path("library/courses/new/", course_pages.new, name="new_course"),
    path("library/courses/<slug:course>/", course_pages.edit, name="edit_course"),
    path("library/courses/<slug:course>/copy/", course_pages.copy, name="copy_course"),
    path("library/resources/new/", library.add_resource, name="add_resource"),
    path("library/resources/<int:resource_id>/", library.edit_resource, name="edit_resource"),
]
