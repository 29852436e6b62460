namespace MultiLLM.Server.Hosting.Admission;

/// <summary>Marks an endpoint that makes models work; the others answer also when the service is full.</summary>
internal sealed class MakesModelsWork
{
    public static MakesModelsWork Metadata { get; } = new();
}
