namespace MultiLLM.Dashboard.Docs;

/// <summary>Links between the files of the repository become links between pages.</summary>
internal static class GuideLinks
{
    /// <param name="link">As the file spells it.</param>
    /// <param name="file">The file that it stands in, below the folder docs.</param>
    /// <returns>Null: it leads to a file that the service does not show.</returns>
    public static string? Resolve(string link, string file)
    {
        if (Uri.TryCreate(link, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https" || link.StartsWith('/'))
            return link;
        var (path, anchor) = link.IndexOf('#', StringComparison.Ordinal) is var at and >= 0 ? (link[..at], link[at..]) : (link, "");
        var target = path.Length == 0 ? file : Below(path, file);
        return GuideShelf.OfFile(target) is { } guide ? guide.Address + anchor : null;
    }

    private static string Below(string path, string file)
    {
        var folder = new Uri(new Uri("file:///docs/"), file);
        var target = new Uri(folder, path).AbsolutePath;
        const string Root = "/docs/";
        return target.StartsWith(Root, StringComparison.Ordinal) ? target[Root.Length..] : "";
    }
}
