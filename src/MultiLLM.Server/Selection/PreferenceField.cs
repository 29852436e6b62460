using System.Text.Json;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Selection;

/// <summary><c>preference</c>: a name, or an object with the weights <c>quality</c> and <c>speed</c>, of which only the ratio counts.</summary>
internal static class PreferenceField
{
    public const string Name = "preference";
    private const string Complaint = "must be one of \"fast\", \"balanced\", \"quality\", or an object with the weights quality and speed";

    public static Preference? Read(Fields fields)
    {
        if (!fields.TryGet(Name, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.String when Preference.Named(value.GetString()!) is { } named => named,
            JsonValueKind.Object => Weighed(fields.Object(Name)!.Value, fields),
            _ => fields.Wrong<Preference>(Name, Complaint, value),
        };
    }

    private static Preference? Weighed(Fields weights, Fields fields)
    {
        weights.RefuseOthers("quality", "speed");
        var (quality, speed) = (Weight(weights, "quality"), Weight(weights, "speed"));
        if (quality + speed > 0)
            return Preference.Custom(quality / (quality + speed));
        fields.Report(Name, "must have a weight above 0: quality and speed cannot both be 0");
        return null;
    }

    private static double Weight(Fields weights, string name)
    {
        if (weights.Double(name, 0, 1) is { } weight)
            return weight;
        weights.Report(name, "is required beside the other weight");
        return 0;
    }
}
