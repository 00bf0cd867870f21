"""The snippets of the gallery: title, Django template, remark."""

Text = tuple[str, str, str]

ACTING: list[Text] = [
    ("Button", '{% button "Save and continue" %}', "One primary button on a page."),
    ("Button, secondary", '{% button "Save as draft" kind="secondary" %}', ""),
    ("Button, warning", '{% button "Delete this programme" kind="warning" %}', "Only on a page that asks whether one is sure."),
    ("Button, disabled", '{% button "Not yet open" disabled=True %}', "Rarely: say beside it why."),
    ("Link that looks like a button", '{% link_button "Join this run" "#" kind="start" %}', "The one thing to do next."),
    (
        "Act: a form of one button",
        '<div class="wl-actions">{% act "Follow" "#" %} {% act "Like" "#" pressed=True describes="the comment by Amara Osei" %} '
        '{% act "Hide" "#" kind="link-warning" %} {% act "Leave this run" "#" kind="secondary" %}</div>',
        "Whatever changes something is sent by POST.",
    ),
]
WAY: list[Text] = [
    ("Breadcrumbs", "{% breadcrumbs crumbs %}", "In block breadcrumbs."),
    ("Back link", '{% back_link "#" %}', "In block breadcrumbs, on pages of a journey."),
    ("Tabs", '{% tabs tabs label="Show comments" %}', "Each tab has an address of its own."),
    ("Pagination", "{% pagination page %}", "Keeps the other parameters of the address."),
    ("Pagination, first page", '{% pagination first label="Comments" %}', ""),
    (
        "Previous and next",
        '{% page_turn before_url="#" before_label="Welcome" after_url="#" after_label="What did you find?" label="Steps" %}',
        "Between the steps of a week.",
    ),
]
TELLING: list[Text] = [
    (
        "Notification banner",
        '{% notification_banner text="This run ends on 24 May." heading_id="a" link_url="#" link_text="See the dates" %}',
        "Django's messages are shown like this by base.html.",
    ),
    ("Notification banner, success", '{% notification_banner text="Your comment was posted." kind="success" heading_id="b" %}', ""),
    ("Notification banner, error", '{% notification_banner text="The file could not be read." kind="error" heading_id="c" %}', ""),
    ("Warning", '{% warning_text text="Everybody in this run will see your name." %}', ""),
    ("Inset text", "{% inset_text %}What is not written down did not happen.{% endinset_text %}", ""),
    ("Details", '{% details "What does a facilitator see?" %}Who has been silent, and why the rule says so.{% enddetails %}', ""),
    (
        "Tags",
        '{% tag "Open" %} {% tag "Draft" "grey" %} {% tag "Facilitator" "teal" %} {% tag "Published" "green" %} '
        '{% tag "New" "blue" %} {% tag "Moderated" "orange" %} {% tag "Due" "yellow" %} {% tag "Late" "red" %} '
        '{% tag "Mentor" "purple" %} {% tag "Guest" "magenta" %}',
        "The word says it; colour only helps.",
    ),
    (
        "Nothing here yet",
        '{% empty_state heading="No comments yet" text="Be the first: what would you tell a new colleague?" %}'
        '{% link_button "Write a comment" "#" %}{% endempty_state %}',
        "Says why, and what to do.",
    ),
]
LISTING: list[Text] = [
    ("Summary list", "{% summary_list rows %}", ""),
    ("Summary list in a card", '{% summary_list rows card="Your profile" %}', ""),
    ("Task list", "{% task_list tasks %}", "In any order."),
    ("Step list", '{% step_list steps label="Week 1" %}', "One after another."),
    ("Table that sorts", '{% data_table columns=columns rows=cells caption="Participation by week" %}', "Scrolls by itself when narrow."),
    (
        "Cards",
        '<ul class="wl-cards"><li>{% card heading="The changing world of work" url="#" meta="5 weeks, about 17 hours" %}'
        '<p class="wl-card__text">For practitioners in public employment services.</p>{% tag "Open now" "green" %}{% endcard %}</li>'
        '<li>{% card heading="Week 2: coaching" quiet=True meta="Opens on 27 April" %}'
        '<p class="wl-card__text">Peer coaching in groups of four.</p>{% endcard %}</li></ul>',
        "With an address, the whole card is the link.",
    ),
    (
        "Filter bar",
        '{% filter_bar label="Comments" count="214 comments" reset_url="#" %}{% field filter.sort %}{% field filter.show %}{% endfilter_bar %}',
        "A GET form: the address can be shared.",
    ),
]
MEASURING: list[Text] = [
    ("Progress", '{% progress label="Your progress" value=7 maximum=30 text="7 of 30 steps" %}', ""),
    (
        "Figures",
        '<div class="wl-stats">{% stat label="Joined" figure="1,204" unit="people" source="Until 20 April 2026" %}'
        '{% stat label="Completed half" figure="38" unit="%" source="Of learners" %}'
        '{% stat label="From Malta" missing="Suppressed: fewer than 5" source="Small numbers are not shown" %}</div>',
        "A missing figure is never 0: it says why it is missing.",
    ),
    (
        "Chart",
        '{% chart_figure drawing=bars title="Learners who completed a step, by week" columns=chart_columns rows=chart_rows '
        'summary="About a third of the learners of week 1 did not come back." source="This run, 24 May 2026 (invented)" csv_url="#" %}',
        "Drawn by charts.draw; the table and the CSV say the same.",
    ),
    ("Chart with several lines", '{% chart_figure drawing=lines title="Learners and writers" columns=chart_columns rows=chart_rows %}', ""),
]
TALKING: list[Text] = [
    (
        "Comments",
        '<ol class="wl-comments">{% comment author="Amara Osei" body=body at=at url="#" actions=actions element_id="comment-1" %}'
        '<ol class="wl-replies">{% comment author="Giulia Ferri" role="Facilitator" body=reply at=at facilitator=True %}{% endcomment %}'
        '{% comment author="Sam Lee" body="This comment was deleted by its author." at=at gone=True %}{% endcomment %}</ol>{% endcomment %}'
        '{% comment author="Anonymous" note="The facilitators can see who wrote this." body=reply at=at %}{% endcomment %}</ol>',
        "Two levels. The body comes from render_markdown.",
    ),
]
FORMS: list[Text] = [
    ("A form", '<form method="post" novalidate class="wl-form">{% csrf_token %}{{ form }}{% button "Send" %}</form>', "{{ form }} draws everything."),
    ("A form that was refused", '<form method="post" novalidate class="wl-form">{% csrf_token %}{{ filled }}{% button "Send" %}</form>', ""),
    (
        "Fields by hand",
        '{% fieldset "Dates" hint="In your own time zone." %}{% field other.starts %}{% field other.at %}{% endfieldset %}',
        "",
    ),
    ("Label as the page's question", '{% field other.title label_size="m" %}', "heading=True makes it the page's <h1>."),
]
GROUPS: list[tuple[str, list[Text]]] = [
    ("Acting", ACTING),
    ("Finding the way", WAY),
    ("Telling", TELLING),
    ("Listing", LISTING),
    ("Measuring", MEASURING),
    ("People talking", TALKING),
    ("Forms", FORMS),
]
