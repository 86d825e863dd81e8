"""DDI-Codebook 2.5 as far as we use it: what the schema allows, element by element.

Read from codebook.xsd of DDI-Codebook 2.5 (2012-01-17). No package that can be installed here ships
the schema, so the tests stand on this table; a document that it passes was held against the schema
itself, and so was each of the faults that test_ddi.py plants; all are faults there too but a
reference that leads nowhere, which libxml2 does not follow.

`*` after a child: any number of it, else one at the most; `!`: one at the least. Any element may
have the attributes of GLOBAL.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

NAMESPACE = "{ddi:codebook:2_5}"
GLOBAL = {"ID", "source", "elementVersion", "elementVersionDate", "ddiLifecycleUrn",
          "ddiCodebookUrn", "{http://www.w3.org/XML/1998/namespace}lang"}  # fmt: skip
CHILDREN = {
    "codeBook": "docDscr* stdyDscr*! fileDscr* dataDscr* otherMat*",
    "docDscr": "citation guide docStatus docSrc* controlledVocabUsed* notes*",
    "stdyDscr": "citation*! studyAuthorization* stdyInfo* studyDevelopment* method* dataAccs* "
    "othrStdyMat* notes*",
    "citation": "titlStmt! rspStmt prodStmt distStmt serStmt* verStmt* biblCit holdings* notes*",
    "titlStmt": "titl! subTitl* altTitl* parTitl* IDNo*",
    "rspStmt": "AuthEnty* othId*",
    "prodStmt": "producer* copyright prodDate* prodPlac* software* fundAg* grantNo*",
    "distStmt": "distrbtr* contact* depositr* depDate* distDate",
    "verStmt": "version verResp notes*",
    "stdyInfo": "studyBudget* subject* abstract* sumDscr* qualityStatement notes* "
    "exPostEvaluation*",
    "subject": "keyword* topcClas*",
    "sumDscr": "timePrd* collDate* nation* geogCover* geogUnit* geoBndBox boundPoly anlyUnit* "
    "universe* dataKind*",
    "method": "dataColl* notes* anlyInfo stdyClas dataProcessing* codingInstructions*",
    "dataColl": "timeMeth* dataCollector* collectorTraining* frequenc* sampProc* sampleFrame* "
    "targetSampleSize* deviat* collMode* resInstru* instrumentDevelopment* sources collSitu* "
    "actMin* ConOps* weight* cleanOps*",
    "anlyInfo": "respRate* EstSmpErr* dataAppr*",
    "dataAccs": "setAvail* useStmt* notes*",
    "useStmt": "confDec specPerm restrctn contact* citReq deposReq conditions disclaimer",
    "fileDscr": "fileTxt* locMap notes*",
    "fileTxt": "fileName fileCitation fileCont fileStrc dimensns fileType format filePlac "
    "dataChck* ProcStat dataMsng software* verStmt",
    "dimensns": "caseQnty* varQnty* logRecL* recPrCas* recNumTot*",
    "dataDscr": "varGrp* nCubeGrp* var* nCube* notes*",
    "var": "location* labl* imputation security embargo respUnit anlysUnit qstn* valrng* "
    "invalrng* undocCod* universe* TotlResp sumStat* txt* stdCatgry* catgryGrp* catgry* "
    "codInstr* verStmt* concept* derivation varFormat geoMap* catLevel* notes*",
    "qstn": "preQTxt* qstnLit* postQTxt* forward* backward* ivuInstr*",
    "catgry": "catValu labl* txt* catStat* mrow",
}
# Attributes of the elements that have any here; what they may be, '' for any text.
ATTRIBUTES: dict[str, dict[str, str]] = {
    "codeBook": {
        "version": "",
        "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation": "",
    },
    "IDNo": {"agency": ""},
    "prodDate": {"date": ""},
    "distDate": {"date": ""},
    "software": {"version": "", "date": ""},
    "distrbtr": {"URI": "", "abbr": "", "affiliation": ""},
    "contact": {"URI": "", "email": "", "affiliation": ""},
    "holdings": {"URI": "", "location": "", "callno": "", "media": ""},
    "nation": {"abbr": ""},
    "fileType": {"charset": ""},
    "var": {"name": "", "files": "", "intrvl": "contin|discrete"},
    "sumStat": {"type": "mean|medn|mode|vald|invd|min|max|stdev|other", "otherType": r"[\w.-]+",
                "wgtd": "wgtd|not-wgtd"},
    "catgry": {"missing": "Y|N", "missType": ""},
    "catStat": {"type": "freq|percent|crosstab|other", "otherType": r"[\w.-]+",
                "wgtd": "wgtd|not-wgtd"},
    "varFormat": {"type": "character|numeric"},
}  # fmt: skip
REQUIRED = {"var": {"name"}, "sumStat": {"type"}}


def faults(root: Any) -> list[str]:
    """What of a document the schema does not allow, by line; [] where it is valid."""
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    found = [f"the id {one} is used twice" for one in sorted({i for i in ids if ids.count(i) > 1})]
    for element in root.iter(etree.Element):
        found += [f"{element.sourceline}: {fault}" for fault in _faults(element, set(ids))]
    return found


def _faults(element: Any, ids: set[str]) -> Iterator[str]:
    tag = element.tag.removeprefix(NAMESPACE)
    children = [child.tag.removeprefix(NAMESPACE) for child in element.iter(etree.Element)
                if child.getparent() is element]  # fmt: skip
    model = CHILDREN.get(tag, "").split()
    names = [child.rstrip("*!") for child in model]
    unknown = [child for child in children if child not in names]
    if unknown:
        yield f"{tag} has no {unknown[0]}"
        return
    at = [names.index(child) for child in children]
    if at != sorted(at):
        yield f"the children of {tag} are out of order"
    for child, name in zip(model, names, strict=True):
        count = children.count(name)
        if count > 1 and "*" not in child:
            yield f"{tag} has {count} {name}"
        if count == 0 and "!" in child:
            yield f"{tag} has no {name}"
    allowed = ATTRIBUTES.get(tag, {})
    for name, value in element.attrib.items():
        if name not in GLOBAL and name not in allowed:
            yield f"{tag} has no attribute {name}"
        elif allowed.get(name) and not re.fullmatch(allowed[name], value):
            yield f"{name} of {tag} is {value}"
    yield from (f"{tag} needs {name}" for name in REQUIRED.get(tag, set()) - set(element.attrib))
    for reference in element.get("files", "").split():
        if reference not in ids:
            yield f"{tag} refers to {reference}"
