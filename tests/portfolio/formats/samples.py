"""Files of other people's tools, by the format they are in; paths below `shared/samples`."""

SAMPLES = [
    ("europass", "europass/europass_2020_anonymised.xml"),
    ("skillspassport-xml", "europass/Europass_CV_V3.4.0_Example.xml"),
    ("skillspassport-xml", "europass/Europass_LP_V.3.4.0_Example.xml"),
    ("skillspassport-json", "europass/Europass_JSON_V3.4.0_ECV_Example.json"),
    ("skillspassport-json", "europass/Europass_JSON_V3.4.0_ELP_Example.json"),
    ("leap2a", "leap2a/mahara_behat_leap2a.xml"),
    ("leap2a", "leap2a/moodle45_leap2a.xml"),
    ("jsonresume", "jsonresume/sample.resume.json"),
]
