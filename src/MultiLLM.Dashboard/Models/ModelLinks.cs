namespace MultiLLM.Dashboard.Models;

internal static class ModelLinks
{
    /// <summary>The page of one model; ids may hold anything.</summary>
    public static string To(string id) => "/ui/models/" + Uri.EscapeDataString(id);
}
