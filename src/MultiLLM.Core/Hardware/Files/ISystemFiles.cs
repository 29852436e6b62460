namespace MultiLLM.Core.Hardware.Files;

/// <summary>The small text files in which Linux tells about itself.</summary>
internal interface ISystemFiles
{
    /// <summary>The text of a file; null where it is missing or cannot be read, which is normal.</summary>
    string? Read(string path);

    /// <summary>Names in a folder, in order; none where it is missing or cannot be read.</summary>
    IReadOnlyList<string> List(string folder);
}
