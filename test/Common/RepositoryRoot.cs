namespace MultiLLM.Tests.Common;

/// <summary>The folder that the tests were built in, and what lies there.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    /// <summary>Of the starter models.</summary>
    public static string StarterModels { get; } = System.IO.Path.Combine(Path, "models", "starter");

    /// <summary>The published programs; ./test.sh builds them.</summary>
    public static string Application { get; } = System.IO.Path.Combine(Path, ".build", "app");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "MultiLLM.slnx")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No MultiLLM.slnx above {AppContext.BaseDirectory}.");
    }
}
