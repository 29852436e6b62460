using PolicyCases;

// policy-cases FOLDER-OF-TEMPLATES FOLDER-OF-CASES: the same bytes every time.
if (args is not [var templates, var cases])
{
    Console.Error.WriteLine("policy-cases TEMPLATES CASES: writes CASES/NAME.jsonl and CASES/sealed/NAME.jsonl for each TEMPLATES/NAME.txt");
    return 2;
}

Directory.CreateDirectory(Path.Combine(cases, "sealed"));
foreach (var path in Directory.GetFiles(templates, "*.txt").Order(StringComparer.Ordinal))
{
    var name = Path.GetFileNameWithoutExtension(path);
    var all = TemplateReader.Read(name, File.ReadAllText(path));

    // Every second case is sealed: no detector is changed by what it shows, so its figures are the ones to believe.
    CaseWriter.Write(Path.Combine(cases, name + ".jsonl"), all.Where((_, at) => at % 2 == 0));
    CaseWriter.Write(Path.Combine(cases, "sealed", name + ".jsonl"), all.Where((_, at) => at % 2 == 1));
    Console.WriteLine($"{name}: {all.Count} cases");
}

return 0;
