namespace MultiLLM.Core.Hardware.Memory;

/// <summary>Looks at main memory.</summary>
internal interface IMemoryProbe
{
    MemoryStanding Read();
}
