namespace MultiLLM.EndToEndTests.Support;

/// <summary>Where the things under test lie.</summary>
internal static class Repository
{
    public static string Wrapper => Path.Combine(RepositoryRoot.Path, "multillm");

    public static string Cli => Published("cli", "multillm.dll");

    private static string Published(params ReadOnlySpan<string> parts)
    {
        var path = Path.Combine([RepositoryRoot.Application, .. parts]);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{path} is missing: ./multillm or ./test.sh builds it.", path);
    }
}
