namespace MultiLLM.Dashboard.Docs;

/// <summary>A page of the documentation.</summary>
/// <param name="Slug">Last part of its address: /docs/{slug}.</param>
/// <param name="File">Its file below the repository's folder docs, which links of other files name it by.</param>
/// <param name="Title">As its first heading says.</param>
/// <param name="Summary">One sentence for the index.</param>
internal sealed record Guide(string Slug, string File, string Title, string Summary)
{
    private readonly Lazy<GuideText> _text = new(() => GuideParser.Parse(Read(File), File));

    public string Address => $"/docs/{Slug}";

    public GuideText Text => _text.Value;

    private static string Read(string file)
    {
        var name = $"docs/{file}";
        using var stream = typeof(Guide).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The program lacks {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
