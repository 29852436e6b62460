namespace MultiLLM.Core.Catalog.Fit;

/// <summary>Counts what one more model could have.</summary>
internal interface IMemoryRoom
{
    MemoryRoom Read();
}
