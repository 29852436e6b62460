using MultiLLM.Core.Hardware.Files;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Hardware;

/// <summary>
/// System files as one machine showed them: a recording in the folder "Machines", in which a line "==> path" begins each file.
/// Only what is read by the probes was kept.
/// </summary>
internal sealed class RecordedMachine : ISystemFiles
{
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    public RecordedMachine(string name)
    {
        foreach (var part in File.ReadAllText(Recording(name + ".txt")).Split("==> ", StringSplitOptions.RemoveEmptyEntries))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            _files.Add(part[..end].Trim(), part[(end + 1)..]);
        }
    }

    public static string Recording(string file) => Path.Combine(RepositoryRoot.Path, "test", "MultiLLM.Tests", "Hardware", "Machines", file);

    public string? this[string path]
    {
        set
        {
            if (value is null)
                _files.Remove(path);
            else
                _files[path] = value;
        }
    }

    public string? Read(string path) => _files.GetValueOrDefault(path);

    public IReadOnlyList<string> List(string folder) =>
        [.. _files.Keys.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal)).Select(path => path[(folder.Length + 1)..].Split('/')[0]).Distinct().Order()];
}
