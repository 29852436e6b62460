namespace MultiLLM.Tests.Support;

internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "MultiLLM.slnx")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("MultiLLM.slnx is in no folder above the tests.");
    }
}
