namespace MultiLLM.EndToEndTests.Support;

/// <summary>Where the things under test lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Wrapper => Path.Combine(Root, "multillm");

    public static string Cli => Published("cli", "multillm.dll");

    private static string Published(params ReadOnlySpan<string> parts)
    {
        var path = Path.Combine([Root, ".build", "app", .. parts]);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{path} is missing: ./multillm or ./test.sh builds it.", path);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MultiLLM.slnx")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No MultiLLM.slnx above {AppContext.BaseDirectory}.");
    }
}
