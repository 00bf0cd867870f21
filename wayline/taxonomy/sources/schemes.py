"""Classifications that more than one source speaks of."""

from wayline.taxonomy.rows import SchemeRow

ILO = "International Labour Organization"
ONS = "Office for National Statistics"
ONET = "U.S. Department of Labor, Employment and Training Administration"

ISCO_08 = SchemeRow("isco-08", "", "ISCO-08", ILO)
SOC_2010 = SchemeRow("soc-2010", "", "SOC 2010 (UK)", ONS)
SOC_2020 = SchemeRow("soc-2020", "", "SOC 2020 (UK)", ONS)
ONET_SOC = SchemeRow("onet-soc", "2019", "O*NET-SOC 2019", ONET)
ONET_CONTENT = SchemeRow("onet-content", "", "O*NET Content Model", ONET)
ONET_TASKS = SchemeRow("onet-tasks", "", "O*NET tasks", ONET)
ONET_TECHNOLOGY = SchemeRow("onet-technology", "", "O*NET technologies (UNSPSC)", ONET)
US_SOC_2018 = SchemeRow("us-soc-2018", "", "SOC 2018 (United States)", "U.S. Bureau of Labor Statistics")
US_SOC_2010 = SchemeRow("us-soc-2010", "", "SOC 2010 (United States)", "U.S. Bureau of Labor Statistics")


def key(scheme: SchemeRow) -> tuple[str, str]:
    return scheme.key, scheme.version


OGL = "Open Government Licence v3.0"
OGL_ATTRIBUTION = "Source: Office for National Statistics licensed under the Open Government Licence v.3.0"
ESCO_NOTICE = "This service uses the ESCO classification of the European Commission."
