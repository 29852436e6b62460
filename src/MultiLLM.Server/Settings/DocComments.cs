using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MultiLLM.Server.Settings;

/// <summary>What the source says about a setting; the compiler puts it beside the program. So it is written once.</summary>
internal static partial class DocComments
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, string>> s_read = new();

    /// <summary>Null: nothing is said, or the file is not there.</summary>
    public static string? Of(PropertyInfo property) =>
        s_read.GetOrAdd(property.DeclaringType!.Assembly, Read).GetValueOrDefault($"P:{property.DeclaringType.FullName}.{property.Name}");

    private static IReadOnlyDictionary<string, string> Read(Assembly assembly)
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        if (!File.Exists(path))
            return new Dictionary<string, string>();
        return XDocument.Load(path).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => (string)member.Attribute("name")!, member => WordsOf(member.Element("summary")!));
    }

    private static string WordsOf(XElement summary) => Space().Replace(string.Concat(summary.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        // "P:Namespace.Type.Property" is known by its last part.
        XElement { Name.LocalName: "see" } see => ((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? "").Split('.', ':')[^1],
        XElement element => element.Value,
        _ => "",
    })), " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
