package salesforce_test
import ("testing";"os";"path/filepath"; "github.com/salesplan/salesplan/engine/salesforce")
func TestScratch(t *testing.T){
 for _, d := range []string{"2021-02-21","2021-05-26"} {
  m, f, err := salesforce.Read(os.DirFS("../../../shared/data/real/salesforce/"+d))
  if err!=nil {t.Fatal(err)}
  t.Log(len(m.Territories),len(m.Rules),len(m.Types),len(m.Associations))
  for _, x := range f { t.Log(x.Place, x.Code, x.Severity, x.Message)}
  os.MkdirAll("/tmp/sf/plan",0o755)
  files, f, err := m.Files(os.DirFS("/tmp/sf/plan"))
  if err!=nil {t.Fatal(err)}
  for _, x := range f { t.Log(x.Place, x.Code, x.Severity, x.Message)}
  for _, x := range files { t.Log(x.Path, len(x.Text)); p:=filepath.Join("/tmp/sf/plan",x.Path); os.MkdirAll(filepath.Dir(p),0o755); if err:=os.WriteFile(p,x.Text,0o644); err!=nil {t.Fatal(err)} }
  os.CopyFS("/tmp/sf/plan-"+d, os.DirFS("/tmp/sf/plan"))
 }
}
