namespace MultiLLM.Core.Catalog.Documents;

/// <summary>The models that come with the service: <c>catalog.json</c>, which is a part of the assembly.</summary>
internal static class BuiltInCatalog
{
    private const string Name = "catalog.json";

    public static KnownModels Load()
    {
        using var stream = typeof(BuiltInCatalog).Assembly.GetManifestResourceStream(Name) ?? throw new InvalidOperationException($"The assembly lacks {Name}.");
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        var read = DocumentReader.Read(Name, json);
        var (known, problems) = read.Document is { } document ? KnownModels.None.With(document) : (null, []);
        if (known is not null)
            return known;
        var wrong = read.Problems.Select(problem => $"{problem.Path}:{problem.Line}: {problem.Reason}").Concat(problems.Select(problem => $"{problem.Where} {problem.Complaint}."));
        throw new InvalidOperationException(string.Join(' ', wrong));
    }
}
