using MultiLLM.Core.Hardware.Files;

namespace MultiLLM.Core.Hardware;

/// <summary>Version of the control groups' files.</summary>
internal enum ControlGroupVersion
{
    V1 = 1,
    V2 = 2,
}

/// <param name="Version">Which names its files have.</param>
/// <param name="Folders">Of the groups this process is in, innermost first, up to the outermost one that can be seen from here.</param>
internal sealed record ControlGroupPath(ControlGroupVersion Version, IReadOnlyList<string> Folders);

/// <summary>Finds the control groups of this process from <c>/proc/self/cgroup</c> and <c>/proc/self/mountinfo</c>.</summary>
internal static class ControlGroups
{
    /// <summary>
    /// The groups that limit one resource ("memory", "cpu"). A machine may have both versions mounted; a version 1 hierarchy that has the
    /// controller takes it away from version 2. Null: the resource is not under such control.
    /// </summary>
    public static ControlGroupPath? Find(string controller, string? membership, string? mounts)
    {
        string? unified = null;
        foreach (var line in Lines(membership))
        {
            // "4:memory:/user.slice" (version 1), "0::/user.slice" (version 2)
            var parts = line.Split(':', 3);
            if (parts.Length < 3)
                continue;
            if (parts[1].Split(',').Contains(controller) && Mount(mounts, "cgroup", controller) is { } mount)
                return new ControlGroupPath(ControlGroupVersion.V1, Folders(mount, parts[2]));
            if (parts is ["0", "", _])
                unified = parts[2];
        }
        return unified is not null && Mount(mounts, "cgroup2", null) is { } at
            ? new ControlGroupPath(ControlGroupVersion.V2, Folders(at, unified))
            : null;
    }

    private static (string Root, string Point)? Mount(string? mounts, string type, string? controller)
    {
        foreach (var line in Lines(mounts))
        {
            // "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory"
            var halves = line.Split(" - ", 2);
            if (halves.Length < 2 || halves[0].Split(' ') is not [_, _, _, var root, var point, ..] || halves[1].Split(' ') is not [var kind, _, var options, ..])
                continue;
            if (kind == type && (controller is null || options.Split(',').Contains(controller)))
                return (Unescaped(root), Unescaped(point));
        }
        return null;
    }

    /// <summary>The process's group and those around it, as far as the mount shows them.</summary>
    private static List<string> Folders((string Root, string Point) mount, string path)
    {
        // In a container the mount may begin at the container's own group, which the path then names too. A path that leads out of what is
        // mounted ("/../other") leaves only the mount's own group to look at.
        var root = mount.Root.TrimEnd('/');
        var below = path.StartsWith(root + "/", StringComparison.Ordinal) ? path[root.Length..] : path == root ? "" : root.Length == 0 ? path : "";
        if (below.Contains("/..", StringComparison.Ordinal))
            below = "";
        below = below.TrimEnd('/');
        var folders = new List<string>();
        for (; below.Length > 0; below = below[..below.LastIndexOf('/')])
            folders.Add(mount.Point + below);
        folders.Add(mount.Point);
        return folders;
    }

    private static string[] Lines(string? text) => text?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Spaces in paths are written as \040.</summary>
    private static string Unescaped(string path) => path.Replace(@"\040", " ", StringComparison.Ordinal);
}
